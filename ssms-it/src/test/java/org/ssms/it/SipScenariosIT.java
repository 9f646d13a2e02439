package org.ssms.it;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.tool.Sipp;
import org.ssms.it.tool.Sipp.Transport;
import org.ssms.it.tool.Tool;

/**
 * SIP as a foreign tester speaks it, over UDP and TCP: what is answered, and what is refused how (C03, C10, F2-6 to
 * F2-8).
 */
class SipScenariosIT {
    @BeforeEach
    void sipp_is_there() {
        Tool.require("sipp", "sip-tester");
    }

    @ParameterizedTest(name = "{0} over {2}")
    @CsvSource({
        "call, guest0, UDP, 5",
        "call, guest1, UDP, 5",
        "call, guest2, UDP, 5",
        "call, guest3, UDP, 5",
        "call, guest4, TCP, 5",
        "call, guest5, TCP, 5",
        "call, guest6, TCP, 5",
        "call, guest7, TCP, 5",
        "unknown-mailbox, nobody, UDP, 1",
        "unknown-mailbox, nobody, TCP, 1",
        "no-common-codec, alice, UDP, 1",
        "malformed-sdp, alice, UDP, 1",
        "malformed-sdp, alice, TCP, 1",
        "wrong-body, alice, UDP, 1",
        "video-offer, alice, UDP, 1",
        "options, alice, UDP, 1",
        "options, alice, TCP, 1",
        "unknown-dialog, alice, UDP, 1",
        "info, guest8, UDP, 5",
        "info, guest9, TCP, 1"
    })
    void plays(String scenario, String user, Transport transport, int times) {
        Sipp.play(scenario, SsmsServer.shared().sip(), user, transport, times);
    }
}
