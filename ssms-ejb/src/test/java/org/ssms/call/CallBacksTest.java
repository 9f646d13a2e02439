package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.base.test.SettableClock;
import org.ssms.config.TestConfig;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentitySource;
import org.ssms.mailbox.MessageState;
import org.ssms.mailbox.MessageView;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;

class CallBacksTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final CallingParty LISTENER = CallingParty.subscriber("alice");
    private static final Asker AT_HOME = Asker.of(Door.PIN, "192.0.2.1");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-28T12:00:00Z"));
    private final TestCallBacks callBacks = callBacks("+49 !+49900 @localhost @example.com");

    private TestCallBacks callBacks(String allowed) {
        return new TestCallBacks(TestConfig.with(Map.of("ssms.phone.call-back", allowed)), clock);
    }

    private static MessageView message(String caller, IdentitySource source) {
        return new MessageView(
                MessageId.generate(RANDOM),
                KeyId.generate(RANDOM),
                caller,
                "",
                source,
                Instant.EPOCH,
                Duration.ofSeconds(20),
                MessageState.NEW,
                null,
                null);
    }

    private @Nullable String target(String caller, IdentitySource source) {
        return callBacks.target(message(caller, source), LISTENER).orElse(null);
    }

    @ParameterizedTest
    @CsvSource({
        "tel:+49-30-123, sip:+4930123@localhost;user=phone",
        "tel:+4930123;phone-context=evil, sip:+4930123@localhost;user=phone",
        "sip:+4930123@trunk.example.org;user=phone, sip:+4930123@localhost;user=phone",
        "sip:+4930123;ext=1@trunk.example.org, sip:+4930123@localhost;user=phone",
        "sip:bob@example.com, sip:bob@example.com",
        "sip:bob@example.com:5070;transport=tcp?Replaces=x, sip:bob@example.com",
        "tel:+49900123,",
        "tel:+33123,",
        "tel:030123,",
        "sip:bob@localhost, sip:bob@localhost",
        "sip:4711@branch.example, sip:bob@localhost",
        "sip:030123@example.com, sip:+4930123@localhost;user=phone",
        "sip:030123@localhost, sip:+4930123@localhost;user=phone",
        "sip:(+49)30123@example.com, sip:+4930123@localhost;user=phone",
        "sip:0900123@example.com,",
        "sip:0049900123@example.com,",
        "sip:(+49)900123@example.com,",
        "sip:0.900-123@example.com,",
        "sip:0900_123@example.com,",
        "sip:0900123@localhost,",
        "sip:900123@example.com,",
        "sip:4712@localhost,",
        "sip:gone@localhost,",
        "sip:bob@evil.org,",
        "sip:bob%40example.com@evil.org,",
        "sip:bob@evil.org?X=@example.com,",
        "sip:b>ob@example.com,",
        "anything,"
    })
    void t12_who_is_asserted_by_a_trunk_is_called_as_far_as_that_is_allowed(String caller, @Nullable String target) {
        assertThat(target(caller, IdentitySource.ASSERTED)).isEqualTo(target);
    }

    @Test
    void who_has_proved_his_name_is_called_in_the_domain_of_today() {
        assertThat(target("sip:bob@old.example.org", IdentitySource.AUTHENTICATED))
                .isEqualTo("sip:bob@localhost");
    }

    @Test
    void t12_whose_account_is_gone_is_not_dialled_by_the_name_that_he_had() {
        assertThat(target("sip:0900123@localhost", IdentitySource.AUTHENTICATED))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tel:+4930123", "sip:+4930123@localhost", "sip:bob@localhost"})
    void t12_who_only_claims_is_not_called(String caller) {
        assertThat(target(caller, IdentitySource.FROM)).isNull();
    }

    @Test
    void who_hides_himself_is_not_called() {
        assertThat(target(CallerIdentity.ANONYMOUS_ADDRESS, IdentitySource.AUTHENTICATED))
                .isNull();
    }

    @Test
    void t12_a_gateway_is_not_asked_to_call_at_our_cost() {
        MessageView message = message("tel:+4930123", IdentitySource.ASSERTED);
        assertThat(callBacks.target(message, CallingParty.trunk("192.0.2.1"))).isEmpty();
        assertThat(callBacks.target(message, CallingParty.stranger("192.0.2.1")))
                .isPresent();
    }

    @Test
    void t12_it_is_off_unless_somebody_is_named() {
        TestCallBacks off = callBacks("");
        assertThat(off.target(message("tel:+4930123", IdentitySource.ASSERTED), LISTENER))
                .isEmpty();
        assertThat(off.target(message("sip:bob@localhost", IdentitySource.AUTHENTICATED), LISTENER))
                .isEmpty();
    }

    @Test
    void t12_there_are_no_more_than_ten_in_an_hour_of_one_mailbox() {
        for (int i = 0; i < 10; i++) {
            assertThat(callBacks.begin("alice", "sip:bob@localhost", AT_HOME)).isTrue();
        }
        assertThat(callBacks.begin("alice", "sip:bob@localhost", AT_HOME)).isFalse();
        assertThat(callBacks.begin("bob", "sip:bob@localhost", AT_HOME)).isTrue();
        clock.advance(Duration.ofHours(1));
        assertThat(callBacks.begin("alice", "sip:bob@localhost", AT_HOME)).isTrue();
    }

    @Test
    void t12_who_has_whom_called_from_where_is_in_the_security_audit() {
        callBacks.begin("alice", "sip:+4930123@localhost;user=phone", AT_HOME);
        assertThat(callBacks.audited)
                .containsExactly("{\"time\":\"2026-11-28T12:00:00Z\",\"door\":\"pin\",\"event\":\"call-back\","
                        + "\"user\":\"alice\",\"target\":\"sip:+4930123@localhost;user=phone\","
                        + "\"source\":\"192.0.2.1\",\"outcome\":\"granted\"}");
        for (int i = 0; i < 10; i++) {
            callBacks.begin("alice", "sip:bob@localhost", AT_HOME);
        }
        assertThat(callBacks.audited.get(10))
                .contains("\"user\":\"alice\"", "\"outcome\":\"refused\"", "\"reason\":\"too-many\"");
    }
}
