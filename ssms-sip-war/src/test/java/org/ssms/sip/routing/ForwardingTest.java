package org.ssms.sip.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.location.DiversionReason;

class ForwardingTest {
    private static final String MAILBOX = "sip:bob@vm.localhost;target=sip%3Abob%40localhost;cause=486";

    @Test
    void a_first_step_names_the_called_party_and_why() {
        Forwarding forwarding = Forwarding.of(List.of(), "sip:bob@localhost", DiversionReason.BUSY, MAILBOX);
        assertThat(forwarding.historyInfo())
                .containsExactly(
                        "<sip:bob@localhost?Reason=SIP%3Bcause%3D486>;index=1", "<" + MAILBOX + ">;index=1.1;mp=1");
        assertThat(forwarding.diversion()).isEqualTo("<sip:bob@localhost>;reason=user-busy;counter=1");
    }

    @Test
    void an_earlier_history_goes_on() {
        Forwarding forwarding = Forwarding.of(
                List.of("<sip:team@localhost?Reason=SIP%3Bcause%3D302>;index=1,<sip:bob@localhost>;index=1.1;mp=1"),
                "sip:bob@localhost",
                DiversionReason.NO_ANSWER,
                MAILBOX);
        assertThat(forwarding.historyInfo())
                .containsExactly(
                        "<sip:team@localhost?Reason=SIP%3Bcause%3D302>;index=1",
                        "<sip:bob@localhost?Reason=SIP%3Bcause%3D408>;index=1.1;mp=1",
                        "<" + MAILBOX + ">;index=1.1.1;mp=1.1");
    }

    @Test
    void a_broken_entry_takes_nothing_from_the_others() {
        List<String> received = List.of(
                "<sip:x@h, <sip:team@localhost>;index=1, junk, <sip:desk@localhost>;index=1.1, <sip:x@h",
                "<sip:bob@localhost>;index=1.2");
        assertThat(Forwarding.of(received, "sip:bob@localhost", DiversionReason.NO_ANSWER, MAILBOX)
                        .historyInfo())
                .containsExactly(
                        "<sip:team@localhost>;index=1",
                        "<sip:desk@localhost>;index=1.1",
                        "<sip:bob@localhost?Reason=SIP%3Bcause%3D408>;index=1.2",
                        "<" + MAILBOX + ">;index=1.2.1;mp=1.2");
    }

    @ParameterizedTest
    @ValueSource(strings = {", <sip:bob@localhost", ", <sip:bob@localhost>;index=x", ""})
    void our_cause_is_not_that_of_somebody_before_the_called_one(String broken) {
        assertThat(Forwarding.of(
                                List.of("<sip:team@localhost?Reason=SIP%3Bcause%3D302>;index=1" + broken),
                                "sip:bob@localhost",
                                DiversionReason.BUSY,
                                MAILBOX)
                        .historyInfo())
                .containsExactly(
                        "<sip:team@localhost?Reason=SIP%3Bcause%3D302>;index=1",
                        "<sip:bob@localhost?Reason=SIP%3Bcause%3D486>;index=1.0",
                        "<" + MAILBOX + ">;index=1.0.1;mp=1.0");
    }

    @Test
    void the_called_one_is_the_same_however_the_entry_writes_him() {
        assertThat(Forwarding.of(
                                List.of("<sips:bob@LOCALHOST:5061;user=phone>;index=1"),
                                "sip:bob@localhost",
                                DiversionReason.BUSY,
                                MAILBOX)
                        .historyInfo())
                .containsExactly(
                        "<sips:bob@LOCALHOST:5061;user=phone?Reason=SIP%3Bcause%3D486>;index=1",
                        "<" + MAILBOX + ">;index=1.1;mp=1");
    }

    @Test
    void a_broken_history_begins_anew() {
        assertThat(Forwarding.of(List.of("junk"), "sip:bob@localhost", DiversionReason.BUSY, MAILBOX)
                        .historyInfo())
                .hasSize(2);
    }
}
