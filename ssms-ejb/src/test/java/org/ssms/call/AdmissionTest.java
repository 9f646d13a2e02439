package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ssms.base.config.ConfigValues;
import org.ssms.config.TestConfig;

class AdmissionTest {
    private static final ConfigValues CONFIG = TestConfig.with(Map.of(
            "ssms.calls.max", "40",
            "ssms.calls.max-per-user", "20",
            "ssms.calls.max-half-open", "30",
            "ssms.calls.source-share", "25"));

    private final Admission admission = new Admission(CallConfig.from(CONFIG).limits());

    private Admission.Place enter(CallingParty asker, String mailbox) {
        Admission.Entry entry = admission.enter(asker, mailbox);
        assertThat(entry).isInstanceOf(Admission.Admitted.class);
        return ((Admission.Admitted) entry).place();
    }

    private Refusal refused(CallingParty asker, String mailbox) {
        return ((Admission.Refused) admission.enter(asker, mailbox)).why();
    }

    /** Calls until one is refused, each acknowledged if {@code acknowledge}, and returns how many were let in. */
    private int fill(CallingParty asker, String mailbox, boolean acknowledge) {
        for (int in = 0; ; in++) {
            if (!(admission.enter(asker, mailbox) instanceof Admission.Admitted admitted)) {
                return in;
            }
            if (acknowledge) {
                admitted.place().acknowledged();
            }
        }
    }

    private static CallingParty stranger(int number) {
        return CallingParty.stranger("192.0.2." + number);
    }

    @Test
    void one_source_gets_a_quarter_of_a_mailbox_and_others_the_rest() {
        assertThat(fill(stranger(1), "alice", true)).isEqualTo(5);
        assertThat(refused(stranger(1), "alice")).isEqualTo(Refusal.SOURCE_CALLS);
        enter(stranger(1), "bob");
        for (int other = 2; other <= 4; other++) {
            assertThat(fill(stranger(other), "alice", true)).isEqualTo(5);
        }
        assertThat(refused(stranger(5), "alice")).isEqualTo(Refusal.MAILBOX_CALLS);
        assertThat(refused(CallingParty.trunk("192.0.2.200"), "alice")).isEqualTo(Refusal.MAILBOX_CALLS);
    }

    @Test
    void one_source_gets_a_quarter_of_all_calls_however_many_mailboxes_it_calls() {
        assertThat(fill(stranger(1), "alice", true) + fill(stranger(1), "bob", true))
                .isEqualTo(10);
        assertThat(refused(stranger(1), "carol")).isEqualTo(Refusal.SOURCE_CALLS);
        enter(stranger(2), "carol");
    }

    @Test
    void on_a_small_node_a_source_has_at_least_its_share_of_a_mailbox() {
        ConfigValues small = TestConfig.with(Map.of("ssms.calls.max", "3", "ssms.calls.max-per-user", "20"));
        Admission node = new Admission(CallConfig.from(small).limits());
        for (int up = 0; up < 3; up++) {
            assertThat(node.enter(stranger(1), "alice")).isInstanceOf(Admission.Admitted.class);
        }
    }

    @Test
    void strangers_without_ack_leave_half_of_a_mailbox_to_those_who_are_known() {
        assertThat(fill(stranger(1), "alice", false)).isEqualTo(5);
        assertThat(fill(stranger(2), "alice", false)).isEqualTo(5);
        assertThat(refused(stranger(3), "alice")).isEqualTo(Refusal.HALF_OPEN);
        assertThat(fill(CallingParty.subscriber("bob"), "alice", false)).isEqualTo(5);
        assertThat(fill(CallingParty.trunk("192.0.2.200"), "alice", false)).isEqualTo(5);
    }

    @Test
    void strangers_without_ack_are_bounded_for_each_source_and_together() {
        for (int i = 0; i < 7; i++) {
            enter(stranger(1), "user" + i);
        }
        assertThat(refused(stranger(1), "user7")).isEqualTo(Refusal.HALF_OPEN);
        for (int i = 7; i < 30; i++) {
            enter(stranger(i), "user" + i);
        }
        assertThat(refused(stranger(99), "alice")).isEqualTo(Refusal.HALF_OPEN);
        enter(CallingParty.subscriber("bob"), "alice");
        enter(CallingParty.trunk("192.0.2.200"), "alice");
        assertThat(admission.halfOpen()).isEqualTo(32);
    }

    @Test
    void a_trunk_has_the_whole_mailbox_since_it_brings_the_calls_of_many() {
        assertThat(fill(CallingParty.trunk("192.0.2.200"), "alice", false)).isEqualTo(20);
    }

    @Test
    void the_addresses_of_one_ipv6_network_are_one_source() {
        for (int i = 0; i < 5; i++) {
            enter(CallingParty.stranger("[2001:db8::" + i + "]"), "alice").acknowledged();
        }
        assertThat(refused(CallingParty.stranger("2001:db8::ffff"), "alice")).isEqualTo(Refusal.SOURCE_CALLS);
        enter(CallingParty.stranger("2001:db8:0:1::1"), "alice");
    }

    @Test
    void a_source_with_too_many_half_open_calls_waits_until_one_is_acknowledged() {
        Admission.Place first = enter(stranger(1), "user0");
        for (int i = 1; i < 7; i++) {
            enter(stranger(1), "user" + i);
        }
        assertThat(refused(stranger(1), "carol")).isEqualTo(Refusal.HALF_OPEN);
        first.acknowledged();
        first.acknowledged(); // a repeated ACK frees nothing twice
        enter(stranger(1), "carol");
        assertThat(refused(stranger(1), "dave")).isEqualTo(Refusal.HALF_OPEN);
    }

    @Test
    void a_call_that_ends_without_acknowledgement_gives_everything_back() {
        for (int i = 0; i < 100; i++) {
            Admission.Place place = enter(stranger(1), "alice");
            place.left();
            place.left();
        }
        assertThat(admission.halfOpen()).isZero();
        assertThat(admission.up()).isZero();
        assertThat(fill(stranger(1), "alice", true)).isEqualTo(5);
    }

    @Test
    void a_place_is_given_back_step_by_step_and_each_step_once() {
        Admission.Place place = enter(stranger(1), "alice");
        enter(stranger(2), "alice");
        place.acknowledged();
        assertThat(counts()).containsExactly(1, 2, 2);
        place.left();
        assertThat(counts()).containsExactly(1, 1, 2);
        place.finished();
        place.finished();
        assertThat(counts()).containsExactly(1, 1, 1);
    }

    private List<Integer> counts() {
        return List.of(admission.halfOpen(), admission.up(), admission.unfinished());
    }

    @Test
    void a_refused_call_takes_nothing_of_any_bound() {
        for (int source = 1; source <= 4; source++) {
            fill(stranger(source), "alice", true);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(refused(stranger(5), "alice")).isEqualTo(Refusal.MAILBOX_CALLS);
        }
        assertThat(admission.halfOpen()).isZero();
        assertThat(fill(stranger(5), "bob", false)).isEqualTo(5);
    }
}
