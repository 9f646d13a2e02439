package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.base.test.SettableClock;
import org.ssms.config.TestConfig;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentityConfig;
import org.ssms.identity.IdentitySource;
import org.ssms.location.Subscribers;
import org.ssms.mailbox.MessageState;
import org.ssms.mailbox.MessageView;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;

class CallBacksTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final CallingParty LISTENER = CallingParty.subscriber("alice");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-28T12:00:00Z"));
    private final CallBacks callBacks = callBacks("+49 !+49900 @localhost @example.com");

    private CallBacks callBacks(String allowed) {
        return new CallBacks(
                CallConfig.from(TestConfig.with(Map.of("ssms.phone.call-back", allowed))),
                IdentityConfig.from(TestConfig.defaults()),
                new TestSubscribers(),
                clock);
    }

    /** Bob has the extension 4711. Numbers are those of Germany. */
    private static final class TestSubscribers extends Subscribers {
        @Override
        public Optional<String> resolvePerson(String userPart) {
            return userPart.equals("bob") || userPart.equals("4711") ? Optional.of("bob") : Optional.empty();
        }

        @Override
        public boolean isOurs(String domain) {
            return domain.equals("localhost") || domain.equals("branch.example");
        }

        @Override
        public Optional<String> number(String dialled) {
            return TestNumberPlan.ofGermany(dialled);
        }
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
        assertThat(target("sip:0900123@localhost", IdentitySource.AUTHENTICATED)).isNull();
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
        CallBacks off = callBacks("");
        assertThat(off.target(message("tel:+4930123", IdentitySource.ASSERTED), LISTENER))
                .isEmpty();
        assertThat(off.target(message("sip:bob@localhost", IdentitySource.AUTHENTICATED), LISTENER))
                .isEmpty();
    }

    @Test
    void t12_there_are_no_more_than_ten_in_an_hour_of_one_mailbox() {
        for (int i = 0; i < 10; i++) {
            assertThat(callBacks.take("alice")).isTrue();
        }
        assertThat(callBacks.take("alice")).isFalse();
        assertThat(callBacks.take("bob")).isTrue();
        clock.advance(Duration.ofHours(1));
        assertThat(callBacks.take("alice")).isTrue();
    }
}
