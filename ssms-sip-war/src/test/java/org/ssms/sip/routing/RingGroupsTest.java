package org.ssms.sip.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ssms.location.Contact;

class RingGroupsTest {
    private static final Contact DESK = RedirectionTest.contact("sip:desk@h", 1000);
    private static final Contact SOFT = RedirectionTest.contact("sip:soft@h", 1000);
    private static final Contact HOME = RedirectionTest.contact("sip:home@h", 500);

    @Test
    void phones_of_one_q_ring_together() {
        RingGroups groups = new RingGroups(List.of(DESK, SOFT, HOME));
        assertThat(groups.next()).containsExactly(DESK, SOFT);
        assertThat(groups.next()).containsExactly(HOME);
        assertThat(groups.next()).isEmpty();
    }

    @Test
    void nobody_rings_after_the_stop() {
        RingGroups groups = new RingGroups(List.of(DESK, HOME));
        groups.next();
        groups.stop();
        assertThat(groups.next()).isEmpty();
    }
}
