package org.ssms.guard.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.ssms.base.test.SettableClock;
import org.ssms.guard.login.LoginResult.Right;
import org.ssms.guard.login.LoginResult.Wait;
import org.ssms.guard.login.LoginResult.Wrong;

class PasswordDoorTest {
    private static final String HASH_10 = "$2a$10$hash-of-alice";
    private static final String HASH_12 = "$2a$12$hash-of-the-stand-in";
    private static final Asker HOME = Asker.of(Door.BASIC, "127.0.0.77");
    private static final Asker ATTACKER = Asker.of(Door.BASIC, "127.0.0.66");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-26T12:00:00Z"));
    private final List<String> audit = Collections.synchronizedList(new ArrayList<>());
    private final List<String> checked = Collections.synchronizedList(new ArrayList<>());
    private Account alice = new Account("alice", HASH_10, true, 3, 12);
    private final PasswordDoor door = door(1);

    @Test
    void the_right_password_opens_and_names_the_version_of_the_account() {
        assertThat(check(HOME, "alice", "right")).isEqualTo(new Right("alice", 3));
        assertThat(audit)
                .containsExactly("{\"time\":\"2026-11-26T12:00:00Z\",\"door\":\"basic\",\"event\":\"login\","
                        + "\"user\":\"alice\",\"source\":\"127.0.0.77\",\"outcome\":\"granted\"}");
    }

    @Test
    void a_stranger_who_guesses_waits_and_the_owner_does_not() {
        for (int i = 0; i < 14; i++) {
            check(ATTACKER, "alice", "guess" + i);
        }
        assertThat(check(ATTACKER, "alice", "right")).isEqualTo(new Wait(Duration.ofSeconds(1)));
        assertThat(check(HOME, "alice", "right")).isInstanceOf(Right.class);
    }

    @Test
    void whoever_must_wait_costs_no_bcrypt() {
        for (int i = 0; i < 7; i++) {
            check(ATTACKER, "alice", "guess" + i);
        }
        checked.clear();
        assertThat(check(ATTACKER, "alice", "guess")).isInstanceOf(Wait.class);
        assertThat(checked).isEmpty();
    }

    @Test
    void a_right_password_costs_bcrypt_once_a_minute() {
        for (int i = 0; i < 100; i++) {
            assertThat(check(HOME, "alice", "right")).isInstanceOf(Right.class);
        }
        assertThat(checked).containsExactly(HASH_10);
        clock.advance(Duration.ofMinutes(1));
        check(HOME, "alice", "right");
        assertThat(checked).hasSize(2);
        assertThat(audit).hasSize(2);
    }

    @Test
    void a_program_of_another_host_is_a_login_of_its_own_also_while_the_password_is_remembered() {
        check(Asker.of(Door.LICENSE, "127.0.0.77"), "alice", "right");
        for (int i = 0; i < 3; i++) {
            check(HOME, "alice", "right");
            check(ATTACKER, "alice", "right");
        }
        assertThat(checked).hasSize(1);
        assertThat(audit)
                .satisfiesExactly(
                        line -> assertThat(line).contains("license", "127.0.0.77"),
                        line -> assertThat(line).contains("basic", "127.0.0.77"),
                        line -> assertThat(line).contains("basic", "127.0.0.66"));
    }

    @Test
    void proofs_of_one_kind_count_together_over_http_and_ldap_and_not_with_those_of_telephones() {
        Asker byLdap = Asker.of(Door.LDAP, "127.0.0.66");
        for (int i = 0; i < 7; i++) {
            door.admitElsewhere(byLdap, "alice");
        }
        assertThat(door.admitElsewhere(byLdap, "alice")).isPositive();
        assertThat(door.admitElsewhere(Asker.of(Door.LICENSE, "127.0.0.66"), "alice"))
                .isPositive();
        assertThat(door.admitElsewhere(Asker.of(Door.SIP, "127.0.0.66"), "alice"))
                .isZero();
    }

    @Test
    void programs_of_very_many_hosts_are_sixteen_logins_a_minute() {
        for (int round = 0; round < 2; round++) {
            for (int i = 1; i <= 40; i++) {
                assertThat(check(Asker.of(Door.BASIC, "127.0.1." + i), "alice", "right"))
                        .isInstanceOf(Right.class);
            }
        }
        assertThat(audit).hasSize(16);
        clock.advance(Duration.ofMinutes(1));
        check(Asker.of(Door.BASIC, "127.0.1.40"), "alice", "right");
        assertThat(audit).hasSize(17);
    }

    @Test
    void a_changed_password_ends_the_memory_of_the_old_one_at_once() {
        check(HOME, "alice", "right");
        alice = new Account("alice", "$2a$10$hash-of-another", true, 4, 12);
        assertThat(check(HOME, "alice", "right")).isInstanceOf(Wrong.class);
    }

    @Test
    void a_disabled_account_is_refused_at_once() {
        check(HOME, "alice", "right");
        alice = new Account("alice", HASH_10, false, 3, 12);
        assertThat(check(HOME, "alice", "right")).isInstanceOf(Wrong.class);
    }

    @Test
    void every_wrong_password_costs_as_much_as_for_the_dearest_account() {
        check(HOME, "alice", "wrong");
        assertThat(work()).isEqualTo(1 << 12);
        checked.clear();
        check(HOME, "nobody-knows-me", "wrong");
        assertThat(work()).isEqualTo(1 << 12);
    }

    @Test
    void a_password_is_in_no_line_of_the_audit() {
        check(HOME, "alice", "right");
        check(ATTACKER, "alice", "hunter2");
        assertThat(audit).hasSize(2).noneMatch(line -> line.contains("hunter2") || line.contains("right"));
    }

    @Test
    void checks_run_one_per_processor_and_a_source_has_few_at_once() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        PasswordDoor slow = new PasswordDoor(
                this::find,
                (hash, password) -> {
                    entered.countDown();
                    await(free);
                    return false;
                },
                GuessGuard.ofPeople(clock),
                new SecurityAudit(clock, audit::add),
                clock,
                new SecureRandom("fixed".getBytes(UTF_8)),
                1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<LoginResult>> answers = new ArrayList<>();
            answers.add(threads.submit(() -> slow.check(ATTACKER, "alice", "wrong".toCharArray())));
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 20; i++) {
                String name = "user" + i;
                answers.add(threads.submit(() -> slow.check(ATTACKER, name, "wrong".toCharArray())));
            }
            long sentAway = 0;
            for (Future<LoginResult> answer : answers.subList(1, answers.size())) {
                sentAway += answer.get(10, TimeUnit.SECONDS) instanceof Wait ? 1 : 0;
            }
            assertThat(sentAway).isEqualTo(20);
            free.countDown();
            assertThat(answers.get(0).get(10, TimeUnit.SECONDS)).isInstanceOf(Wrong.class);
        } finally {
            free.countDown();
            threads.shutdown();
        }
    }

    @Test
    void t11_a_wrong_secret_costs_the_same_whether_somebody_has_one_or_not() {
        PasswordDoor pins = new PasswordDoor(
                name -> Account.withSecret(name, name.equals("alice") ? HASH_10 : null, 3, 10),
                (hash, pin) -> {
                    checked.add(hash.substring(0, 7));
                    return new String(pin).equals("824193") && hash.equals(HASH_10);
                },
                GuessGuard.ofPins(clock),
                new SecurityAudit(clock, audit::add),
                clock,
                new SecureRandom(),
                1);
        Asker phone = Asker.of(Door.PIN, "127.0.0.77");
        assertThat(pins.check(phone, "alice", "111111".toCharArray())).isInstanceOf(Wrong.class);
        assertThat(pins.check(phone, "nobody", "824193".toCharArray())).isInstanceOf(Wrong.class);
        assertThat(checked).containsExactly("$2a$10$", "$2a$10$");
        assertThat(pins.check(phone, "alice", "824193".toCharArray())).isEqualTo(new Right("alice", 3));
        assertThat(audit).hasSize(3).allMatch(line -> line.contains("\"pin\"") && !line.contains("824193"));
    }

    private PasswordDoor door(int processors) {
        return new PasswordDoor(
                this::find,
                (hash, password) -> {
                    checked.add(hash);
                    return hash.equals(HASH_10) && new String(password).equals("right");
                },
                GuessGuard.ofPeople(clock),
                new SecurityAudit(clock, audit::add),
                clock,
                new SecureRandom(),
                processors);
    }

    private Account find(String name) {
        return name.equals("alice") && alice.usable() ? alice : new Account(name, HASH_12, false, 0, 12);
    }

    private LoginResult check(Asker asker, String name, String password) {
        return door.check(asker, name, password.toCharArray());
    }

    private int work() {
        return checked.stream().mapToInt(hash -> 1 << Account.cost(hash)).sum();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
