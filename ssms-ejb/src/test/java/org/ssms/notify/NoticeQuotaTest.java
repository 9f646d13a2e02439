package org.ssms.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.ssms.base.test.SettableClock;
import org.ssms.notify.OwnerNotifier.Notice;

class NoticeQuotaTest {
    private final SettableClock clock = new SettableClock();
    private final NoticeQuota quota = new NoticeQuota(clock);

    @Test
    void t11_who_causes_many_notices_of_one_kind_hides_none_of_another_and_none_of_other_owners() {
        for (int i = 0; i < 10; i++) {
            assertThat(quota.hasLeft("alice", Notice.PIN_SET)).isTrue();
            quota.sent("alice", Notice.PIN_SET);
        }
        assertThat(quota.hasLeft("alice", Notice.PIN_SET)).isFalse();
        assertThat(quota.hasLeft("alice", Notice.PIN_GUESSED)).isTrue();
        assertThat(quota.hasLeft("alice", Notice.GREETING_SET)).isTrue();
        assertThat(quota.hasLeft("bob", Notice.PIN_SET)).isTrue();
        clock.advance(Duration.ofMinutes(6));
        assertThat(quota.hasLeft("alice", Notice.PIN_SET)).isTrue();
    }

    @Test
    void what_the_mail_server_did_not_take_does_not_count() {
        for (int tries = 0; tries < 30; tries++) {
            assertThat(quota.hasLeft("alice", Notice.PIN_GUESSED)).isTrue();
        }
    }
}
