package org.ssms.license.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.ssms.base.test.SettableClock;
import org.ssms.guard.Source;

class GuestQuotaTest {
    private static final Source HERE = new Source(1, false);
    private static final Source THERE = new Source(2, false);

    private final SettableClock clock = new SettableClock();
    private final GuestQuota quota = new GuestQuota(1000, clock);
    private final UUID invitation = UUID.randomUUID();

    @Test
    void who_asks_again_and_again_takes_nothing_from_who_asks_elsewhere() {
        assertThat(untilNoneIsLeft(() -> quota.takeQuestion(invitation, HERE))).isEqualTo(GuestQuota.CODES);
        assertThat(quota.takeQuestion(invitation, THERE)).isTrue();
        clock.advance(GuestQuota.wait(GuestQuota.CODES));
        assertThat(quota.takeQuestion(invitation, HERE)).isTrue();
        assertThat(quota.takeQuestion(invitation, HERE)).isFalse();
    }

    @Test
    void who_asks_for_ever_other_invitations_is_bounded_too() {
        assertThat(untilNoneIsLeft(() -> quota.takeQuestion(UUID.randomUUID(), HERE)))
                .isEqualTo(GuestQuota.CODES_OF_SOURCE);
        assertThat(quota.takeQuestion(invitation, THERE)).isTrue();
    }

    @Test
    void an_invitation_gets_so_many_codes_whoever_asks_and_all_together_the_operators_number() {
        assertThat(untilNoneIsLeft(() -> quota.takeCode(invitation))).isEqualTo(GuestQuota.CODES_TO_GUEST);
        assertThat(untilNoneIsLeft(() -> quota.takeCode(UUID.randomUUID())))
                .isEqualTo(1000 - GuestQuota.CODES_TO_GUEST);
        assertThat(quota.takeInvitation("alice")).isFalse();
    }

    @Test
    void a_forwarder_sends_so_many_invitations_and_takes_none_from_others() {
        assertThat(untilNoneIsLeft(() -> quota.takeInvitation("alice"))).isEqualTo(GuestQuota.INVITATIONS);
        assertThat(quota.takeInvitation("bob")).isTrue();
        clock.advance(Duration.ofHours(1));
        assertThat(quota.takeInvitation("alice")).isTrue();
    }

    private static int untilNoneIsLeft(BooleanSupplier take) {
        int taken = 0;
        while (taken < 10_000 && take.getAsBoolean()) {
            taken++;
        }
        return taken;
    }
}
