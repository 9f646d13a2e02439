package org.ssms.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.base.config.ConfigValues;
import org.ssms.base.test.SettableClock;
import org.ssms.config.TestConfig;
import org.ssms.guard.login.MadeAt;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.identity.DigestResult.Authenticated;
import org.ssms.identity.DigestResult.BackedOff;
import org.ssms.identity.DigestResult.Challenged;
import org.ssms.identity.DigestResult.Malformed;

class DigestAuthenticatorTest {
    private static final String HOME = "192.0.2.1";
    private static final String SHA = "SHA-256";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));
    private final TestSecrets secrets = new TestSecrets();
    private final List<String> audit = new ArrayList<>();
    private final DigestAuthenticator authenticator = authenticator("SHA-512-256,SHA-256");
    private final TestPhone alice = new TestPhone("alice", "right");
    private final TestPhone wrong = new TestPhone("alice", "wrong");
    private String shut = "";
    private boolean accountsAway;
    private long reset;

    DigestAuthenticatorTest() {
        secrets.passwords.put("alice", "right");
    }

    @Test
    void without_credentials_the_challenges_come_strongest_first() {
        Challenged challenged = (Challenged) verify(authenticator, HOME);
        assertThat(challenged.challenges()).hasSize(2);
        assertThat(challenged.challenges().get(0))
                .matches("Digest realm=\"localhost\", nonce=\"[\\w-]+\", algorithm=SHA-512-256, qop=\"auth,auth-int\"");
        assertThat(challenged.challenges().get(1))
                .contains("algorithm=SHA-256,")
                .doesNotContain("stale");
        assertThat(secrets.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-512-256", "SHA-256"})
    void the_right_password_authenticates(String algorithm) {
        assertThat(verify(authenticator, HOME, alice.register(algorithm, nonce(), 1)))
                .isEqualTo(new Authenticated("alice"));
        assertThat(authenticator.statistics().authenticatedCount()).isEqualTo(1);
    }

    @Test
    void md5_is_good_only_when_it_is_switched_on() {
        assertThat(verify(authenticator, HOME, alice.register("MD5", nonce(), 1)))
                .isInstanceOf(Challenged.class);
        assertThat(secrets.asked).isEmpty();
        DigestAuthenticator old = authenticator("SHA-256,MD5");
        String nonce = TestPhone.nonce(old.challenges(HOME, "", false));
        assertThat(old.challenges(HOME, "", false)).last().asString().contains("algorithm=MD5");
        assertThat(verify(old, HOME, alice.register("MD5", nonce, 1))).isEqualTo(new Authenticated("alice"));
    }

    @Test
    void as_delivered_sha_256_is_preferred_and_md5_is_there_for_phones_without_it() {
        assertThat(offered(authenticator(TestConfig.defaults()), "")).containsExactly("SHA-256", "MD5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sipsak 0.9.8.1", "baresip v1.0.0 (x86_64/linux)", " BareSIP v0.6.6"})
    void phones_that_give_up_at_a_second_challenge_are_offered_md5_alone(String userAgent) {
        assertThat(offered(authenticator(TestConfig.defaults()), userAgent)).containsExactly("MD5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Linphonec/5.1.65", "baresip v2.10.0", "baresip v10.0", "no sipsak", "PJSUA v2.13"})
    void all_others_are_offered_everything_best_first(String userAgent) {
        assertThat(offered(authenticator(TestConfig.defaults()), userAgent)).containsExactly("SHA-256", "MD5");
    }

    @Test
    void no_user_agent_brings_back_md5_where_it_is_switched_off() {
        assertThat(offered(authenticator("SHA-256"), "sipsak 0.9.8.1")).containsExactly("SHA-256");
    }

    @Test
    void other_phones_can_be_named() {
        DigestAuthenticator named = authenticator(TestConfig.with(Map.of("ssms.digest.md5-agents", "Old Desk Phone")));
        assertThat(offered(named, "old desk phone 2.1")).containsExactly("MD5");
        assertThat(offered(named, "sipsak 0.9.8.1")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"MD5, SHA-256", "SHA-256, MD5"})
    void a_nonce_is_good_once_for_all_algorithms_together(String first, String second) {
        DigestAuthenticator delivered = authenticator(TestConfig.defaults());
        String nonce = TestPhone.nonce(delivered.challenges(HOME, "", false));
        assertThat(verify(delivered, HOME, alice.register(first, nonce, 1))).isInstanceOf(Authenticated.class);
        assertThat(staleChallenge(verify(delivered, HOME, alice.register(second, nonce, 1))))
                .isTrue();
        assertThat(staleChallenge(verify(delivered, "198.51.100.1", alice.register(second, nonce, 2))))
                .isTrue();
        assertThat(delivered.statistics().authenticatedCount()).isEqualTo(1);
    }

    @Test
    void guesses_by_md5_count_together_with_those_by_sha_256() {
        DigestAuthenticator delivered = authenticator(TestConfig.defaults());
        String nonce = TestPhone.nonce(delivered.challenges(HOME, "sipsak", false));
        for (int i = 1; i <= 7; i++) {
            assertThat(verify(delivered, HOME, wrong.register(i % 2 == 0 ? "MD5" : SHA, nonce, i)))
                    .isInstanceOf(Challenged.class);
        }
        assertThat(verify(delivered, HOME, wrong.register("MD5", nonce, 8))).isInstanceOf(BackedOff.class);
    }

    @Test
    void names_fold_to_the_subscriber() {
        TestPhone loud = new TestPhone("ALICE", "right");
        assertThat(verify(authenticator, HOME, loud.register(SHA, nonce(), 1))).isEqualTo(new Authenticated("alice"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "nobody-knows", "no such name", ":nobody", "\u212Aelvin"})
    void known_and_unknown_users_get_the_same_answer_after_the_same_look(String user) {
        TestPhone guess = new TestPhone(user, "stand-in");
        Challenged challenged = (Challenged) verify(authenticator, HOME, guess.register(SHA, nonce(), 1));
        assertThat(challenged.challenges()).hasSize(2).noneMatch(text -> text.contains("stale"));
        assertThat(secrets.asked).hasSize(1);
        assertThat(authenticator.statistics().failedCount()).isEqualTo(1);
    }

    @Test
    void a_request_cannot_be_replayed() {
        String nonce = nonce();
        String first = alice.register(SHA, nonce, 1);
        assertThat(verify(authenticator, HOME, first)).isInstanceOf(Authenticated.class);
        assertThat(staleChallenge(verify(authenticator, HOME, first))).isTrue();
        assertThat(verify(authenticator, HOME, alice.register(SHA, nonce, 2))).isInstanceOf(Authenticated.class);
        assertThat(authenticator.statistics().replayedCount()).isEqualTo(1);
    }

    @Test
    void an_old_nonce_is_stale_and_nothing_else_is_told() {
        String nonce = nonce();
        clock.advance(Duration.ofMinutes(5));
        assertThat(staleChallenge(verify(authenticator, HOME, alice.register(SHA, nonce, 1))))
                .isTrue();
        assertThat(staleChallenge(verify(authenticator, HOME, wrong.register(SHA, nonce, 1))))
                .isTrue();
        assertThat(secrets.asked).isEmpty();
    }

    @Test
    void forged_addresses_do_not_count_against_anybody() {
        String nonceOfAttacker = TestPhone.nonce(authenticator.challenges("198.51.100.1", "", false));
        for (int i = 1; i <= 100; i++) {
            assertThat(staleChallenge(verify(authenticator, HOME, wrong.register(SHA, nonceOfAttacker, i))))
                    .isTrue();
        }
        assertThat(verify(authenticator, HOME, alice.register(SHA, nonce(), 1))).isInstanceOf(Authenticated.class);
        assertThat(authenticator.statistics().failedCount()).isZero();
    }

    @Test
    void who_guesses_must_wait_whether_the_user_exists_or_not() {
        for (String user : List.of("alice", "nobody-knows")) {
            TestPhone guesser = new TestPhone(user, "wrong");
            for (int i = 1; i <= 7; i++) {
                assertThat(verify(authenticator, HOME, guesser.register(SHA, nonce(), i)))
                        .isInstanceOf(Challenged.class);
            }
            secrets.asked.clear();
            assertThat(verify(authenticator, HOME, guesser.register(SHA, nonce(), 8)))
                    .isEqualTo(new BackedOff(Duration.ofSeconds(1)));
            assertThat(secrets.asked).isEmpty();
        }
        clock.advance(Duration.ofSeconds(1));
        assertThat(verify(authenticator, HOME, alice.register(SHA, nonce(), 1))).isInstanceOf(Authenticated.class);
        assertThat(authenticator.statistics().backedOffCount()).isEqualTo(2);
    }

    @Test
    void many_failures_raise_the_alert_and_quiet_ends_it() {
        IntStream.range(0, 100).forEach(i -> {
            String source = "198.51.100." + i;
            TestPhone guesser = new TestPhone("user" + i, "wrong");
            String nonce = TestPhone.nonce(authenticator.challenges(source, "", false));
            assertThat(authenticator.statistics().alert()).isFalse();
            verify(authenticator, source, guesser.register(SHA, nonce, 1));
        });
        assertThat(authenticator.statistics().alert()).isTrue();
        clock.advance(Duration.ofMinutes(2));
        assertThat(authenticator.statistics().alert()).isFalse();
    }

    @Test
    void credentials_for_another_resource_are_refused() {
        String elsewhere = alice.answer(SHA, nonce(), 1, "REGISTER", "sip:bob@localhost");
        assertThat(verify(authenticator, HOME, elsewhere)).isInstanceOf(Malformed.class);
        String sameButSpelling = alice.answer(SHA, nonce(), 1, "REGISTER", "SIP:LocalHost;transport=tcp");
        assertThat(verify(authenticator, HOME, sameButSpelling)).isInstanceOf(Authenticated.class);
    }

    @Test
    void credentials_of_other_realms_and_schemes_are_left_alone() {
        String ours = alice.register(SHA, nonce(), 1);
        String foreign = ours.replace("realm=\"localhost\"", "realm=\"example.org\"");
        assertThat(verify(authenticator, HOME, "Basic YWxpY2U6cmlnaHQ=", foreign))
                .isInstanceOf(Challenged.class);
        assertThat(verify(authenticator, HOME, "Basic YWxpY2U6cmlnaHQ=", foreign, ours))
                .isEqualTo(new Authenticated("alice"));
        assertThat(verify(authenticator, HOME, "Digest username=\"alice")).isInstanceOf(Malformed.class);
        assertThat(verify(authenticator, HOME, new String[9])).isInstanceOf(Malformed.class);
    }

    @Test
    void registrations_and_wrong_passwords_are_in_the_audit_and_challenges_are_not() {
        verify(authenticator, HOME);
        assertThat(audit).isEmpty();
        verify(authenticator, HOME, alice.register(SHA, nonce(), 1));
        verify(authenticator, HOME, wrong.register(SHA, nonce(), 1));
        assertThat(audit)
                .containsExactly(
                        "{\"time\":\"2026-11-23T08:00:00Z\",\"door\":\"sip\",\"event\":\"register\","
                                + "\"user\":\"alice\",\"source\":\"192.0.2.1\",\"outcome\":\"granted\"}",
                        "{\"time\":\"2026-11-23T08:00:00Z\",\"door\":\"sip\",\"event\":\"register\","
                                + "\"user\":\"alice\",\"source\":\"192.0.2.1\",\"outcome\":\"refused\","
                                + "\"reason\":\"wrong\"}");
    }

    @Test
    void a_response_does_not_serve_another_method() {
        String nonce = nonce();
        String invite = alice.answer(SHA, nonce, 1, "INVITE", "sip:localhost");
        assertThat(verify(authenticator, HOME, invite)).isInstanceOf(Challenged.class);
    }

    private DigestAuthenticator authenticator(String algorithms) {
        return authenticator(TestConfig.with(Map.of("ssms.digest.algorithms", algorithms)));
    }

    private DigestAuthenticator authenticator(ConfigValues config) {
        return new DigestAuthenticator(
                secrets,
                new ShutAccounts(Map::of, this::isShut, () -> 0),
                IdentityConfig.from(config),
                clock,
                new SecureRandom(),
                new SecurityAudit(clock, audit::add));
    }

    private boolean isShut(String user, MadeAt password) {
        if (accountsAway) {
            throw new IllegalStateException("planned");
        }
        return user.equals(shut) || password.isBefore(reset, Instant.EPOCH);
    }

    @Test
    void t12_a_phone_password_of_before_a_reset_is_void() {
        assertThat(verify(authenticator, HOME, alice.register(SHA, nonce(), 1))).isInstanceOf(Authenticated.class);
        reset = secrets.version + 1;
        assertThat(verify(authenticator, HOME, alice.register(SHA, nonce(), 1))).isInstanceOf(Challenged.class);
        secrets.version = reset;
        assertThat(verify(authenticator, HOME, alice.register(SHA, nonce(), 1))).isInstanceOf(Authenticated.class);
    }

    @Test
    void a_disabled_account_has_no_phone_at_once_and_costs_its_owner_no_attempt() {
        shut = "alice";
        for (int i = 0; i < 50; i++) {
            assertThat(verify(authenticator, HOME, alice.register(SHA, nonce(), 1)))
                    .isInstanceOf(Challenged.class);
        }
        assertThat(audit).first().asString().contains("\"user\":\"alice\"", "refused", "disabled");
        shut = "";
        assertThat(verify(authenticator, HOME, alice.register(SHA, nonce(), 1))).isEqualTo(new Authenticated("alice"));
    }

    @Test
    void while_nobody_can_say_whether_an_account_is_disabled_its_phone_waits() {
        accountsAway = true;
        assertThat(verify(authenticator, HOME, alice.register(SHA, nonce(), 1)))
                .isEqualTo(new BackedOff(Duration.ofSeconds(5)));
        assertThat(verify(authenticator, HOME, wrong.register(SHA, nonce(), 1)))
                .as("who does not know the password learns nothing")
                .isInstanceOf(Challenged.class);
    }

    private String nonce() {
        return TestPhone.nonce(authenticator.challenges(HOME, "", false));
    }

    private static List<String> offered(DigestAuthenticator authenticator, String userAgent) {
        return authenticator.challenges(HOME, userAgent, false).stream()
                .map(text -> text.replaceAll(".*algorithm=|,.*", ""))
                .toList();
    }

    private static DigestResult verify(DigestAuthenticator authenticator, String source, String... credentials) {
        List<String> headers = Arrays.stream(credentials)
                .map(text -> text == null ? "Basic x" : text)
                .toList();
        return authenticator.verify(new DigestRequest(
                DigestRequest.Kind.REGISTRAR, "REGISTER", "sip:localhost", new byte[0], source, "", headers));
    }

    private static boolean staleChallenge(DigestResult result) {
        return result instanceof Challenged challenged
                && challenged.challenges().stream().allMatch(text -> text.endsWith(", stale=true"));
    }
}
