package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ssms.base.test.SettableClock;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentitySource;
import org.ssms.location.DiversionReason;

class MessageQuotaTest {
    private final SettableClock clock = new SettableClock();
    private final MessageQuota quota = new MessageQuota(new CallConfig.Quota(10, 4), clock);

    private static Invitation from(CallingParty asker, CallerIdentity caller) {
        return new Invitation(
                "1;to-tag=1;from-tag=2", "192.0.2.1", asker, "x", DiversionReason.UNKNOWN, caller, null, null);
    }

    private static Invitation stranger(String address) {
        return from(
                CallingParty.stranger(address),
                new CallerIdentity("sip:" + address.hashCode() + "@host", "", IdentitySource.FROM, null));
    }

    private static Invitation overTrunk(CallerIdentity caller) {
        return from(CallingParty.trunk("192.0.2.200"), caller);
    }

    private int leave(Invitation invitation, String mailbox) {
        for (int left = 0; ; left++) {
            if (left == 100 || quota.isUsedUp(invitation, mailbox)) {
                return left;
            }
            quota.count(invitation, mailbox);
        }
    }

    @Test
    void a_source_leaves_so_many_messages_in_a_mailbox_and_so_many_in_all_whoever_it_says_to_be() {
        assertThat(leave(stranger("192.0.2.1"), "alice")).isEqualTo(4);
        assertThat(leave(stranger("192.0.2.1"), "bob")).isEqualTo(4);
        assertThat(leave(stranger("192.0.2.1"), "carol")).isEqualTo(2);
        assertThat(leave(stranger("192.0.2.2"), "alice")).isEqualTo(4);
    }

    @Test
    void calls_that_began_at_the_same_time_are_all_counted() {
        Invitation source = stranger("192.0.2.1");
        for (int i = 0; i < 5; i++) {
            assertThat(quota.isUsedUp(source, "alice")).isFalse();
        }
        for (int i = 0; i < 5; i++) {
            quota.count(source, "alice");
        }
        clock.advance(Duration.ofMinutes(16)); // one message of four in an hour, and it is owed
        assertThat(quota.isUsedUp(source, "alice")).isTrue();
        clock.advance(Duration.ofMinutes(15));
        assertThat(quota.isUsedUp(source, "alice")).isFalse();
    }

    @Test
    void an_hour_later_it_has_as_many_again() {
        leave(stranger("192.0.2.1"), "alice");
        clock.advance(Duration.ofMinutes(61));
        assertThat(leave(stranger("192.0.2.1"), "alice")).isEqualTo(4);
    }

    @Test
    void a_subscriber_counts_by_name_and_not_by_address() {
        CallerIdentity bob = new CallerIdentity("sip:bob@localhost", "", IdentitySource.AUTHENTICATED, null);
        assertThat(leave(from(CallingParty.subscriber("bob"), bob), "alice")).isEqualTo(4);
        assertThat(leave(from(CallingParty.subscriber("carol"), bob), "alice")).isEqualTo(4);
    }

    @Test
    void who_replies_by_phone_counts_as_if_he_had_called() {
        CallerIdentity bob = new CallerIdentity("sip:bob@localhost", "", IdentitySource.AUTHENTICATED, null);
        for (int i = 0; i < 4; i++) {
            assertThat(quota.isUsedUpBy("bob", "alice")).isFalse();
            quota.countBy("bob", "alice");
        }
        assertThat(quota.isUsedUpBy("bob", "alice")).isTrue();
        assertThat(leave(from(CallingParty.subscriber("bob"), bob), "alice")).isZero();
        assertThat(quota.isUsedUpBy("bob", "carol")).isFalse();
    }

    @Test
    void the_callers_of_a_trunk_count_each_on_its_own_also_when_they_are_anonymous() {
        CallerIdentity erin = new CallerIdentity("tel:+4930123", "", IdentitySource.ASSERTED, null);
        CallerIdentity hidden = CallerIdentity.anonymous(IdentitySource.ASSERTED, "tel:+4930123");
        CallerIdentity other = CallerIdentity.anonymous(IdentitySource.ASSERTED, "tel:+4930124");
        assertThat(leave(overTrunk(erin), "alice")).isEqualTo(4);
        assertThat(leave(overTrunk(hidden), "alice")).isZero();
        assertThat(leave(overTrunk(other), "alice")).isEqualTo(4);
    }

    @Test
    void a_trunk_that_asserts_nobody_is_not_counted() {
        CallerIdentity unknown = new CallerIdentity("sip:x@gateway.example", "", IdentitySource.FROM, null);
        assertThat(leave(overTrunk(unknown), "alice")).isEqualTo(100);
    }
}
