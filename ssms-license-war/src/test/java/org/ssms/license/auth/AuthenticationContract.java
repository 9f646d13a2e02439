package org.ssms.license.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.base.test.SettableClock;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.PasswordDoor;
import org.ssms.guard.login.PasswordDoors;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.license.auth.Authentication.Proved;
import org.ssms.license.auth.Authentication.Replayed;
import org.ssms.license.auth.Authentication.Unasked;
import org.ssms.license.auth.Authentication.Wrong;
import org.ssms.protect.digest.MalformedCredentialsException;

/** What every way to prove who somebody is must keep, whatever it is proved by. */
abstract class AuthenticationContract {
    static final String ALICE = "alice";
    static final Asker HOME = Asker.of(Door.LICENSE, "127.0.0.77");
    static final Asker ELSEWHERE = Asker.of(Door.LICENSE, "127.0.0.66");
    static final String PATH = "/license/v1/sessions";
    private static final String HASH = "$2a$04$of-the-password";

    final SettableClock clock = new SettableClock();
    final SecureRandom random = new SecureRandom();
    final List<String> lines = new ArrayList<>();
    final SecurityAudit audit = new SecurityAudit(clock, lines::add);
    final AtomicLong work = new AtomicLong();
    String password = "right";
    long version = 3;
    boolean enabled = true;
    private boolean isDatabaseAway;
    final PasswordDoor door =
            PasswordDoors.of(name -> isUsable(name) ? version : -1, HASH, this::isRight, audit, clock);

    abstract AuthenticationMethod method();

    /** The best that whoever has {@code secret} can send for that name; each time a new one. */
    abstract Evidence proof(String username, String secret) throws Exception;

    /** Longer than any proof. */
    abstract Evidence oversize() throws Exception;

    /** Whether a proof is good once; otherwise it is bound to its connection or kept secret by it. */
    abstract boolean isGoodOnce();

    boolean isUsable(String name) {
        if (isDatabaseAway) {
            throw new IllegalStateException("no database");
        }
        return name.equals(ALICE) && enabled;
    }

    boolean isRight(String hash, char[] guess) {
        work.incrementAndGet();
        return new String(guess).equals(password);
    }

    Authentication verify(Evidence evidence) throws MalformedCredentialsException {
        assertThat(method().isUsedBy(evidence)).isTrue();
        return method().verify(evidence);
    }

    @Test
    void a_right_proof_names_the_account_and_its_version() throws Exception {
        assertThat(verify(proof(ALICE, password))).isEqualTo(new Proved(ALICE, 3));
        assertThat(work.get()).isPositive();
    }

    @Test
    void a_wrong_proof_is_refused_and_is_in_the_audit() throws Exception {
        assertThat(verify(proof(ALICE, "wrong"))).isEqualTo(new Wrong(ALICE));
        assertThat(lines).singleElement().asString().contains("\"refused\"").doesNotContain("granted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "right"})
    void an_account_that_does_not_exist_is_answered_as_a_wrong_proof_after_the_same_work(String secret)
            throws Exception {
        long known = workFor(proof(ALICE, secret));
        work.set(0);
        assertThat(verify(proof("nosuch", secret))).isEqualTo(new Wrong("nosuch"));
        assertThat(work.get()).isEqualTo(known);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "right"})
    void an_account_that_is_disabled_is_answered_as_a_wrong_proof_after_the_same_work(String secret) throws Exception {
        long known = workFor(proof(ALICE, secret));
        enabled = false;
        work.set(0);
        assertThat(verify(proof(ALICE, secret))).isEqualTo(new Wrong(ALICE));
        assertThat(work.get()).isEqualTo(known);
    }

    private long workFor(Evidence evidence) throws MalformedCredentialsException {
        assertThat(verify(evidence)).isInstanceOfAny(Proved.class, Wrong.class);
        return work.get();
    }

    @Test
    void a_proof_made_before_the_account_changed_opens_no_session_of_before() throws Exception {
        Evidence before = proof(ALICE, password);
        version++;
        password = "another";
        assertThat(verify(before)).isNotEqualTo(new Proved(ALICE, 3));
        assertThat(verify(proof(ALICE, password))).isEqualTo(new Proved(ALICE, 4));
    }

    @Test
    void a_proof_is_good_once_where_it_could_be_captured() throws Exception {
        Evidence proof = proof(ALICE, password);
        assertThat(verify(proof)).isInstanceOf(Proved.class);
        assertThat(verify(proof)).isEqualTo(isGoodOnce() ? new Replayed(ALICE) : new Proved(ALICE, 3));
    }

    @Test
    void whoever_sends_again_and_again_what_was_used_has_to_wait() throws Exception {
        Evidence proof = proof(ALICE, password);
        Authentication last = verify(proof);
        for (int i = 0; i < 30 && !(last instanceof Authentication.Later); i++) {
            last = verify(proof);
        }
        assertThat(last instanceof Authentication.Later).isEqualTo(isGoodOnce());
    }

    @Test
    void a_fault_of_ours_is_no_wrong_proof() throws Exception {
        isDatabaseAway = true;
        for (int i = 0; i < 30; i++) {
            Evidence proof = proof(ALICE, password);
            assertThatThrownBy(() -> verify(proof)).isInstanceOf(IllegalStateException.class);
        }
        isDatabaseAway = false;
        assertThat(verify(proof(ALICE, password))).isEqualTo(new Proved(ALICE, 3));
        assertThat(lines).singleElement().asString().contains("granted");
    }

    @Test
    void what_is_too_long_is_refused_and_costs_no_session() throws Exception {
        Authentication result;
        try {
            result = verify(oversize());
        } catch (MalformedCredentialsException refused) {
            assertThat(refused.getMessage()).hasSizeLessThan(200);
            return;
        }
        assertThat(result).isInstanceOfAny(Wrong.class, Unasked.class);
    }

    @Test
    void whoever_goes_on_guessing_has_to_wait_and_the_owner_elsewhere_has_not() throws Exception {
        Authentication last = new Unasked(false);
        for (int i = 0; i < 30 && !(last instanceof Authentication.Later); i++) {
            last = verify(proof(ALICE, "guess" + i));
        }
        assertThat(last)
                .isInstanceOfSatisfying(
                        Authentication.Later.class,
                        later -> assertThat(later.time()).isBetween(Duration.ofMillis(1), Duration.ofMinutes(5)));
        assertThat(verify(from(ELSEWHERE, ALICE))).isEqualTo(new Proved(ALICE, 3));
    }

    /** A right proof by somebody at another address. */
    abstract Evidence from(Asker asker, String username) throws Exception;
}
