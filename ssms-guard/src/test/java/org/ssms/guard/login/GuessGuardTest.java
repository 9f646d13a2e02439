package org.ssms.guard.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ssms.base.test.SettableClock;
import org.ssms.guard.Source;

class GuessGuardTest {
    private static final Source HOME = Asker.of(Door.FORM, "192.0.2.1").source();
    private static final Source ATTACKER = Asker.of(Door.FORM, "198.51.100.1").source();

    private final SettableClock clock = new SettableClock();
    private final GuessGuard guard = GuessGuard.ofPeople(clock);

    @Test
    void six_mistakes_are_free_and_then_the_wait_doubles() {
        fail("alice", ATTACKER, 6);
        assertThat(guard.attempt("alice", ATTACKER)).isZero();
        assertThat(guard.attempt("alice", ATTACKER)).isEqualTo(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(guard.attempt("alice", ATTACKER)).isZero();
        assertThat(guard.attempt("alice", ATTACKER)).isEqualTo(Duration.ofSeconds(2));
        assertThat(guard.waitingPairs()).isEqualTo(1);
    }

    @Test
    void the_wait_grows_to_five_minutes_and_is_forgotten_in_time() {
        for (int i = 0; i < 40; i++) {
            clock.advance(guard.attempt("alice", ATTACKER));
        }
        guard.attempt("alice", ATTACKER);
        assertThat(guard.attempt("alice", ATTACKER)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
        clock.advance(Duration.ofMinutes(36));
        fail("alice", ATTACKER, 6);
        assertThat(guard.attempt("alice", ATTACKER)).isZero();
    }

    @Test
    void one_attacker_does_not_lock_the_name_out_anywhere_else() {
        for (int i = 0; i < 1000; i++) {
            guard.attempt("bob", ATTACKER);
        }
        assertThat(guard.attempt("bob", HOME)).isZero();
    }

    @Test
    void very_many_attackers_slow_only_sources_that_never_logged_in() {
        succeed("alice", HOME);
        for (int i = 0; i < 1000; i++) {
            guard.attempt("alice", Asker.of(Door.FORM, "198.51.100." + i % 250).source());
        }
        assertThat(guard.attempt("alice", Asker.of(Door.FORM, "203.0.113.9").source()))
                .isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
        assertThat(guard.attempt("alice", HOME)).isZero();
    }

    @Test
    void an_attacker_behind_the_same_nat_does_not_lock_the_user_out_with_other_names() {
        succeed("alice", HOME);
        for (int i = 0; i < 60; i++) {
            guard.attempt("user" + i, HOME);
        }
        assertThat(guard.attempt("bob", HOME)).isPositive();
        assertThat(guard.attempt("alice", HOME)).isZero();
        assertThat(guard.waitingSources()).isEqualTo(1);
    }

    @Test
    void where_a_name_logged_in_before_its_mistakes_cost_ten_seconds_at_most() {
        succeed("alice", HOME);
        fail("alice", HOME, 20);
        assertThat(guard.attempt("alice", HOME)).isZero();
        for (int i = 0; i < 20; i++) {
            clock.advance(guard.attempt("alice", HOME));
        }
        clock.advance(Duration.ofSeconds(10));
        assertThat(guard.attempt("alice", HOME)).isZero();
        assertThat(guard.attempt("alice", HOME)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void where_a_device_logged_in_before_its_mistakes_cost_as_much_as_any() {
        GuessGuard devices = GuessGuard.ofDevices(clock);
        assertThat(devices.attempt("alice", HOME)).isZero();
        devices.succeeded("alice", HOME);
        for (int i = 0; i < 40; i++) {
            clock.advance(devices.attempt("alice", HOME));
        }
        devices.attempt("alice", HOME);
        assertThat(devices.attempt("alice", HOME)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
        assertThat(devices.waitingPairs()).isEqualTo(1);
    }

    @Test
    void a_right_password_forgives_its_own_pair_only() {
        fail("alice", HOME, 5);
        succeed("alice", HOME);
        fail("alice", HOME, 6);
        assertThat(guard.attempt("alice", HOME)).isZero();
    }

    @Test
    void an_own_account_does_not_buy_more_guesses() {
        for (int i = 0; i < 50; i++) {
            guard.attempt("victim" + i, ATTACKER);
            succeed("mallory", ATTACKER);
        }
        guard.attempt("victim50", ATTACKER);
        assertThat(guard.attempt("victim51", ATTACKER)).isPositive();
    }

    @Test
    void an_attempt_that_was_not_looked_at_does_not_count() {
        for (int i = 0; i < 200; i++) {
            assertThat(guard.attempt("alice", HOME)).isZero();
            guard.abandoned("alice", HOME);
        }
    }

    @Test
    void the_trust_in_a_source_ends_after_a_day() {
        succeed("alice", HOME);
        clock.advance(Duration.ofDays(1));
        for (int i = 0; i < 60; i++) {
            guard.attempt("user" + i, HOME);
        }
        assertThat(guard.attempt("alice", HOME)).isPositive();
    }

    @Test
    void t11_whoever_guesses_a_pin_from_one_source_has_some_guesses_and_then_one_an_hour() {
        GuessGuard pins = GuessGuard.ofPins(clock);
        pins.attempt("alice", HOME);
        pins.succeeded("alice", HOME); // a number that called before is no proof
        assertThat(guesses(pins, 1, Duration.ofDays(1))).isBetween(25, 35);
    }

    @Test
    void t11_a_pin_is_guessed_no_sooner_from_a_thousand_sources() {
        assertThat(guesses(GuessGuard.ofPins(clock), 1000, Duration.ofDays(1))).isBetween(30, 45);
    }

    /** How often somebody gets at alice's secret who tries again as soon as he may. */
    private int guesses(GuessGuard pins, int sources, Duration time) {
        Instant end = clock.instant().plus(time);
        int guesses = 0;
        while (clock.instant().isBefore(end)) {
            Source source = Asker.of(Door.PIN, "198.51." + guesses % sources / 250 + "." + guesses % sources % 250)
                    .source();
            Duration wait = pins.attempt("alice", sources == 1 ? HOME : source);
            guesses += wait.isZero() ? 1 : 0;
            clock.advance(wait);
        }
        return guesses;
    }

    @Test
    void t11_a_pin_is_guessed_no_sooner_from_sources_that_pretend_to_be_the_owners() {
        GuessGuard pins = GuessGuard.ofPins(clock);
        List<Source> sources = phones("203.0.113.", 100);
        for (Source own : sources.subList(50, 100)) {
            pins.attempt("alice", own);
            pins.succeeded("alice", own);
        }
        Instant end = clock.instant().plus(Duration.ofDays(1));
        int guesses = 0;
        while (clock.instant().isBefore(end)) {
            Duration shortest = Duration.ofDays(1);
            for (Source source : sources) {
                Duration wait = pins.attempt("alice", source);
                guesses += wait.isZero() ? 1 : 0;
                shortest = wait.compareTo(shortest) < 0 ? wait : shortest;
            }
            clock.advance(shortest);
        }
        assertThat(guesses).isBetween(50, 90);
    }

    @Test
    void t11_while_others_guess_the_owner_comes_in_where_he_was_before_and_anywhere_with_a_new_pin() {
        GuessGuard pins = GuessGuard.ofPins(clock);
        pins.attempt("alice", HOME);
        pins.succeeded("alice", HOME);
        for (int i = 0; i < 1000; i++) {
            pins.attempt("alice", Asker.of(Door.PIN, "198.51.100." + i % 250).source());
        }
        assertThat(pins.attempt("alice", HOME)).isZero();
        Source elsewhere = Asker.of(Door.PIN, "203.0.113.9").source();
        assertThat(pins.attempt("alice", elsewhere)).isPositive();
        pins.forgive("alice");
        assertThat(pins.attempt("alice", elsewhere)).isZero();
        assertThat(pins.attempt("alice", ATTACKER)).isZero();
    }

    @Test
    void t11_where_somebody_came_in_with_the_old_pin_he_is_a_stranger_once_there_is_a_new_one() {
        GuessGuard pins = GuessGuard.ofPins(clock);
        pins.attempt("alice", ATTACKER);
        pins.succeeded("alice", ATTACKER);
        pins.forgive("alice");
        phones("203.0.113.", 11).forEach(phone -> pins.attempt("alice", phone));
        assertThat(pins.attempt("alice", ATTACKER)).isPositive();
    }

    @Test
    void t11_the_owner_comes_in_where_he_called_within_thirty_days() {
        GuessGuard pins = GuessGuard.ofPins(clock);
        pins.attempt("alice", HOME);
        pins.succeeded("alice", HOME);
        clock.advance(Duration.ofDays(30).minusSeconds(1));
        phones("203.0.113.", 11).forEach(phone -> pins.attempt("alice", phone));
        assertThat(pins.attempt("alice", HOME)).isZero();
        pins.abandoned("alice", HOME);
        clock.advance(Duration.ofSeconds(1));
        assertThat(pins.attempt("alice", HOME)).isPositive();
    }

    @Test
    void t11_whoever_calls_over_one_trunk_under_ever_other_names_gets_slow_at_all_mailboxes() {
        GuessGuard pins = GuessGuard.ofPins(clock);
        List<Source> callers = phones("203.0.113.", 250);
        pins.attempt("alice", HOME, ATTACKER);
        pins.succeeded("alice", HOME, ATTACKER);
        for (int i = 0; i < 201; i++) {
            assertThat(pins.attempt("user" + i, callers.get(i), ATTACKER)).isZero();
        }
        assertThat(pins.attempt("bob", callers.get(201), ATTACKER)).isEqualTo(Duration.ofSeconds(1));
        assertThat(pins.attempt("alice", HOME, ATTACKER)).isZero();
        assertThat(pins.attempt("bob", callers.get(201), HOME)).isZero();
        for (int i = 0; i < 40; i++) {
            clock.advance(pins.attempt("somebody" + i, callers.get(202), ATTACKER));
        }
        assertThat(pins.attempt("bob", callers.get(203), ATTACKER))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
    }

    private static List<Source> phones(String network, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Asker.of(Door.PIN, network + i).source())
                .toList();
    }

    private void fail(String user, Source source, int times) {
        for (int i = 0; i < times; i++) {
            guard.attempt(user, source);
        }
    }

    private void succeed(String user, Source source) {
        assertThat(guard.attempt(user, source)).isZero();
        guard.succeeded(user, source);
    }
}
