package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.ssms.config.SsmsConfig;
import org.ssms.config.TestConfig;

class AdmissionTest {
    private static final SsmsConfig CONFIG = TestConfig.with(Map.of(
            "ssms.calls.max", "10",
            "ssms.calls.max-per-user", "3",
            "ssms.calls.max-half-open", "2",
            "ssms.calls.max-load", "PT0.1S",
            "ssms.license.timeout", "PT3S"));
    private static final long LATE_MICROS = 100_001;

    private final SettableClock clock = new SettableClock();
    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final Backlog backlog = new Backlog(workers::add, clock);
    private long latenessMicros;
    private final Admission admission = new Admission(CONFIG, () -> latenessMicros, backlog, () -> true);

    private Admission.Place enter(String source, String mailbox) {
        return ((Admission.Admitted) admission.enter(0, source, mailbox)).place();
    }

    private Refusal refused(String source, String mailbox) {
        return ((Admission.Refused) admission.enter(0, source, mailbox)).why();
    }

    @Test
    void a_source_with_too_many_half_open_calls_waits_until_one_is_acknowledged() {
        Admission.Place first = enter("192.0.2.1", "alice");
        enter("192.0.2.1", "bob");
        assertThat(refused("192.0.2.1", "carol")).isEqualTo(Refusal.HALF_OPEN);
        enter("192.0.2.2", "carol");
        first.acknowledged();
        first.acknowledged(); // a repeated ACK frees nothing twice
        enter("192.0.2.1", "carol");
        assertThat(refused("192.0.2.1", "dave")).isEqualTo(Refusal.HALF_OPEN);
    }

    @Test
    void a_call_that_ends_without_acknowledgement_is_not_half_open_any_more() {
        enter("192.0.2.1", "alice").left();
        enter("192.0.2.1", "alice").left();
        enter("192.0.2.1", "alice");
        assertThat(admission.halfOpen()).isEqualTo(1);
    }

    @Test
    void a_full_mailbox_does_not_use_up_the_source() {
        for (int i = 0; i < 3; i++) {
            enter("192.0.2.1", "alice").acknowledged();
        }
        assertThat(refused("192.0.2.1", "alice")).isEqualTo(Refusal.MAILBOX_CALLS);
        assertThat(admission.halfOpen()).isZero();
    }

    @Test
    void late_media_loops_close_the_door_when_they_stay_late_and_open_it_when_they_are_in_time() {
        latenessMicros = LATE_MICROS;
        admission.sample();
        admission.sample();
        assertThat(admission.obstacle(0)).isEmpty(); // one stall is in the figure for up to two seconds
        admission.sample();
        assertThat(admission.obstacle(0)).contains(Refusal.MEDIA_LATE);
        latenessMicros = 100_000;
        admission.sample();
        assertThat(admission.obstacle(0)).isEmpty();
        latenessMicros = LATE_MICROS;
        admission.sample();
        admission.sample();
        assertThat(admission.obstacle(0)).isEmpty();
    }

    @Test
    void work_that_waits_longer_than_a_key_may_closes_the_door() {
        backlog.execute(() -> {});
        clock.advance(Duration.ofSeconds(3));
        assertThat(admission.obstacle(0)).isEmpty();
        clock.advance(Duration.ofMillis(1));
        assertThat(admission.obstacle(0)).contains(Refusal.WORK_LATE);
        workers.remove().run();
        assertThat(admission.obstacle(0)).isEmpty();
    }

    @Test
    void the_tenth_call_is_taken_and_no_more() {
        assertThat(admission.obstacle(9)).isEmpty();
        assertThat(admission.obstacle(10)).contains(Refusal.OVERLOAD);
    }
}
