package org.ssms.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ssms.sip.header.SessionExpires;
import org.ssms.sip.header.SessionExpires.Refresher;
import org.ssms.sip.session.SessionTimerPolicy.Decision;

class SessionTimerPolicyTest {
    private final SessionTimerPolicy policy = new SessionTimerPolicy(Duration.ofMinutes(30), Duration.ofSeconds(90));

    private Decision decide(String supported, @Nullable String expires, @Nullable String minSe) throws Exception {
        return policy.decide(SessionTimerRequest.parse(List.of(supported), expires, minSe));
    }

    private static Decision timer(long seconds, Refresher refresher) {
        return new Decision.Timer(new SessionExpires(seconds, refresher), refresher == Refresher.UAC);
    }

    @Test
    void a_caller_who_knows_timers_is_asked_to_refresh() throws Exception {
        assertThat(decide("100rel, Timer", null, null)).isEqualTo(timer(1800, Refresher.UAC));
        assertThat(decide("timer", "600", null)).isEqualTo(timer(600, Refresher.UAC));
    }

    @Test
    void a_caller_may_leave_the_refreshing_to_us() throws Exception {
        assertThat(decide("timer", "600;refresher=uas", null)).isEqualTo(timer(600, Refresher.UAS));
    }

    @Test
    void a_caller_who_knows_none_gets_none() throws Exception {
        assertThat(decide("100rel", null, null)).isEqualTo(new Decision.NoTimer());
    }

    @Test
    void for_a_proxy_on_the_way_we_refresh() throws Exception {
        assertThat(decide("", "1200", null)).isEqualTo(timer(1200, Refresher.UAS));
    }

    @Test
    void a_long_interval_is_shortened_but_not_below_what_the_way_accepts() throws Exception {
        assertThat(decide("timer", "7200", null)).isEqualTo(timer(1800, Refresher.UAC));
        assertThat(decide("timer", "7200", "3600")).isEqualTo(timer(3600, Refresher.UAC));
        assertThat(decide("timer", null, "3600")).isEqualTo(timer(3600, Refresher.UAC));
    }

    @Test
    void a_short_interval_is_refused_to_those_who_understand_that() throws Exception {
        assertThat(decide("timer", "60", null)).isEqualTo(new Decision.TooShort(90));
        assertThat(decide("", "60", null)).isEqualTo(new Decision.NoTimer());
    }

    @Test
    void refreshes_come_at_half_time_and_a_bye_shortly_before_the_end() {
        assertThat(SessionTimerPolicy.refreshAfter(1800)).isEqualTo(Duration.ofMinutes(15));
        assertThat(SessionTimerPolicy.giveUpAfter(1800)).isEqualTo(Duration.ofSeconds(1768));
        assertThat(SessionTimerPolicy.giveUpAfter(90)).isEqualTo(Duration.ofMinutes(1));
    }
}
