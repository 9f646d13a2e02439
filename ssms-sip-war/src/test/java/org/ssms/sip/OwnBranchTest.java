package org.ssms.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.sip.caller.Sender;
import org.ssms.sip.routing.RequestTarget;

class OwnBranchTest {
    private static final RequestTarget TARGET = new RequestTarget.Service();

    private final OwnBranch ours = new OwnBranch(new SecureRandom());

    @Test
    void what_we_knew_of_the_caller_comes_back() {
        assertThat(ours.decode(ours.encode(Sender.subscriber("bob"), "192.0.2.1"), TARGET))
                .contains(new CallAtHand(TARGET, Sender.subscriber("bob"), "192.0.2.1"));
        assertThat(ours.decode(ours.encode(Sender.TRUNK, "2001:db8::1"), TARGET))
                .contains(new CallAtHand(TARGET, Sender.TRUNK, "2001:db8::1"));
        assertThat(ours.decode(ours.encode(Sender.STRANGER, "192.0.2.1"), TARGET))
                .contains(new CallAtHand(TARGET, Sender.STRANGER, "192.0.2.1"));
    }

    /** A parser takes the white space off both ends of a header's value. */
    @Test
    void the_mark_survives_the_way_through_a_parser() {
        String mark = ours.encode(Sender.TRUNK, "192.0.2.1");
        assertThat(mark).isEqualTo(mark.strip());
    }

    @Test
    void the_mark_of_another_process_is_none() {
        String foreign = new OwnBranch(new SecureRandom()).encode(Sender.TRUNK, "192.0.2.1");
        assertThat(ours.decode(foreign, TARGET)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "   ", "x 192.0.2.1 trunk ", "a b c d e"})
    void anything_else_is_none(String mark) {
        assertThat(ours.decode(mark, TARGET)).isEmpty();
    }
}
