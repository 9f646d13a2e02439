package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.ssms.base.config.ConfigValues;
import org.ssms.config.TestConfig;
import org.ssms.recording.RecordingConfig;

class DoorTest {
    private static final ConfigValues CONFIG = TestConfig.with(Map.of(
            "ssms.calls.max", "40",
            "ssms.calls.max-per-user", "40",
            "ssms.calls.max-load", "PT0.1S",
            "ssms.storage.min-free", "64",
            "ssms.license.timeout", "PT3S"));
    private static final long LATE_MICROS = 100_001;
    private static final CallingParty TRUNK = CallingParty.trunk("192.0.2.200");

    private long nanos;
    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final Backlog backlog = new Backlog(workers::add, () -> nanos);
    private long latenessMicros;
    private long freeBytes = 64 << 20;
    private boolean started = true;
    private final Door door = new Door(
            CallConfig.from(CONFIG),
            RecordingConfig.from(CONFIG),
            new Door.Gauges(() -> latenessMicros, () -> freeBytes, backlog::delay, () -> started));

    private Admission.Place enter() {
        Admission.Entry entry = door.enter(TRUNK, "alice");
        assertThat(entry).isInstanceOf(Admission.Admitted.class);
        return ((Admission.Admitted) entry).place();
    }

    private Refusal refused() {
        Admission.Entry entry = door.enter(TRUNK, "alice");
        assertThat(entry).isInstanceOf(Admission.Refused.class);
        return ((Admission.Refused) entry).why();
    }

    @Test
    void late_media_loops_close_the_door_when_they_stay_late_and_open_it_when_they_are_in_time() {
        latenessMicros = LATE_MICROS;
        door.sample();
        door.sample();
        assertThat(door.obstacle()).isEmpty(); // one stall is in the figure for up to two seconds
        door.sample();
        assertThat(door.obstacle()).contains(Refusal.MEDIA_LATE);
        latenessMicros = 100_000;
        door.sample();
        assertThat(door.obstacle()).isEmpty();
        latenessMicros = LATE_MICROS;
        door.sample();
        door.sample();
        assertThat(door.obstacle()).isEmpty();
    }

    @Test
    void a_storage_that_is_nearly_full_closes_the_door_until_there_is_room_again() {
        door.sample();
        assertThat(door.obstacle()).isEmpty();
        freeBytes--;
        door.sample();
        assertThat(door.obstacle()).contains(Refusal.STORAGE_FULL);
        freeBytes++;
        door.sample();
        assertThat(door.obstacle()).isEmpty();
    }

    @Test
    void work_that_waits_longer_than_a_key_may_closes_the_door() {
        backlog.execute(() -> {});
        nanos += 3_000_000_000L;
        assertThat(door.obstacle()).isEmpty();
        nanos += 1;
        assertThat(door.obstacle()).contains(Refusal.WORK_LATE);
        workers.remove().run();
        assertThat(door.obstacle()).isEmpty();
    }

    @Test
    void the_fortieth_call_is_taken_and_no_more_until_one_has_left() {
        for (int up = 0; up < 39; up++) {
            enter().acknowledged();
        }
        Admission.Place last = enter();
        assertThat(refused()).isEqualTo(Refusal.OVERLOAD);
        assertThat(door.state()).isEqualTo(DoorState.OVERLOADED);
        assertThat(door.accepting()).isFalse();
        assertThat(door.isReady()).isFalse();
        last.left();
        assertThat(door.accepting()).isTrue();
        enter();
    }

    @Test
    void nobody_but_ourselves_is_let_in_before_the_start_is_over() {
        started = false;
        assertThat(door.state()).isEqualTo(DoorState.STARTING);
        assertThat(refused()).isEqualTo(Refusal.STARTING);
        door.rehearse("rehearsal").finished();
        started = true;
        enter();
    }

    /** Messages can be heard and phones called all the same, so nobody may take the node for dead. */
    @Test
    void a_full_storage_leaves_the_node_ready() {
        freeBytes = 0;
        door.sample();
        assertThat(door.state()).isEqualTo(DoorState.STORAGE_FULL);
        assertThat(door.accepting()).isFalse();
        assertThat(door.isReady()).isTrue();
        door.drain();
        assertThat(door.isReady()).isFalse();
    }

    @Test
    void a_draining_node_is_drained_when_nothing_is_left_to_do_for_its_calls() {
        Admission.Place place = enter();
        door.drain();
        assertThat(refused()).isEqualTo(Refusal.DRAINING);
        place.left();
        assertThat(door.state()).isEqualTo(DoorState.DRAINING);
        place.finished();
        assertThat(door.state()).isEqualTo(DoorState.DRAINED);
        door.resume();
        assertThat(door.state()).isEqualTo(DoorState.ACCEPTING);
    }
}
