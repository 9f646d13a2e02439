package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Exchange;
import org.ssms.it.server.Subscriber;
import org.ssms.it.sip.Invite;
import org.ssms.it.sip.PhoneCall;
import org.ssms.it.sip.Sdp;
import org.ssms.it.sip.Telephone;
import org.ssms.it.tool.Sipp.Transport;
import org.ssms.it.tool.Speech;

/** What real phones and gateways do, beside what the RFCs say. One after the other: a source has five calls at once. */
@Execution(ExecutionMode.SAME_THREAD)
class PhoneHabitsIT {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final String MAILBOX = "sip:present@vm.localhost";
    private static final int ANY_PORT = 40_000;
    /** The first second goes to whomever the SDP names; the rest only to who is there. */
    private static final int MORE_THAN_A_SECOND = 100;

    private final Exchange exchange = Exchange.shared();
    private final Subscriber owner = exchange.subscriber("present");

    private static Invite invite(String caller) {
        return Invite.to(MAILBOX, caller).offering(Sdp.audio(HERE, ANY_PORT, "RTP/AVP"));
    }

    /** RFC 5621: a gateway sends what came by ISUP, too. */
    @Test
    void an_offer_beside_something_else_is_answered() {
        String body = "--b\r\nContent-Type: application/isup;version=itu-t92+\r\n"
                + "Content-Disposition: signal;handling=optional\r\n\r\n\u0001\u0010H\r\n"
                + "--b\r\nContent-Type: multipart/alternative;boundary=c\r\n\r\n"
                + "--c\r\nContent-Type: application/sdp\r\n\r\n"
                + Sdp.audio(HERE, ANY_PORT, "RTP/AVP") + "\r\n--c--\r\n--b--\r\n";
        try (Telephone gateway = exchange.stranger("isup")) {
            PhoneCall call = gateway.call(Invite.to(MAILBOX, "isup").offering("multipart/mixed;boundary=b", body));
            assertThat(call.response().status()).isEqualTo(200);
            assertThat(call.response().body()).contains("m=audio ", "RTP/AVP 0 101");
            assertThat(call.hangUp().status()).isEqualTo(200);
        }
    }

    @Test
    void a_prack_that_nobody_waits_for_gets_481_and_the_call_goes_on() {
        try (Telephone caller = exchange.stranger("prack")) {
            PhoneCall call = caller.call(invite("prack"));
            assertThat(call.response().status()).isEqualTo(200);
            assertThat(call.ask("PRACK").status()).isEqualTo(481);
            assertThat(call.hangUp().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:localhost:%d;lr>",
                "<sip:vm.localhost;lr>",
                "<sip:LOCALHOST:%d;lr>",
                "<sip:vm.LocalHost.;lr>",
                "<sip:[::1]:%d;lr>",
                "<sip:127.0.0.1:%d;lr>, <sip:Localhost;lr>"
            })
    void a_route_that_names_us_leads_here(String route) {
        int port = exchange.server().sip().getPort();
        try (Telephone caller = exchange.stranger("routed")) {
            PhoneCall call = caller.call(invite("routed").with("Route", route.formatted(port)));
            assertThat(call.response().status()).isEqualTo(200);
            assertThat(call.hangUp().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"|2^20|1:4", "|1:1", " UNENCRYPTED_SRTCP", " FEC_ORDER=FEC_SRTP"})
    void what_belongs_to_a_key_is_understood(String parameter) {
        String key = Base64.getEncoder().encodeToString(new byte[30]);
        String offer =
                Sdp.audio(HERE, ANY_PORT, "RTP/SAVP", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + key + parameter);
        try (Telephone caller = exchange.stranger("keyed")) {
            PhoneCall call = caller.call(Invite.to(MAILBOX, "keyed").offering(offer));
            assertThat(call.response().status()).isEqualTo(200);
            assertThat(call.response().body().contains("UNENCRYPTED_SRTCP"))
                    .isEqualTo(parameter.equals(" UNENCRYPTED_SRTCP"));
            assertThat(call.hangUp().status()).isEqualTo(200);
        }
    }

    @Test
    void who_is_muted_hears_the_greeting() throws Exception {
        try (Telephone caller = exchange.stranger("muted");
                DatagramSocket ear = new DatagramSocket(0, HERE)) {
            ear.setSoTimeout((int) Calls.LIMIT.toMillis());
            String offer = Sdp.audio(HERE, ear.getLocalPort(), "RTP/AVP");
            PhoneCall call = caller.call(Invite.to(MAILBOX, "muted").offering(offer));
            assertThat(call.response().status()).isEqualTo(200);
            for (int i = 0; i < MORE_THAN_A_SECOND; i++) {
                ear.receive(new DatagramPacket(new byte[2048], 2048));
            }
            assertThat(call.hangUp().status()).isEqualTo(200);
        }
    }

    @Test
    void a_name_is_what_people_wrote() throws Exception {
        leave(exchange.stranger("blue"), "\"Ed \\\"Blue\\\" Ø\" <sip:blue@caller.invalid>", "", "blue");
        assertThat(owner.get("/api/v1/messages").body()).contains("Ed \\\"Blue\\\" Ø");
    }

    @Test
    void a_gateway_may_leave_out_the_brackets() throws Exception {
        Telephone gateway = exchange.telephone(
                "gateway", "carrier.example", Transport.UDP, InetAddress.getByName(Exchange.GATEWAY));
        String identity = "\"Jürgen Müller\" sip:+498911100077@carrier.example";
        leave(gateway, "<sip:anybody@carrier.example>", identity, "+498911100077");
        assertThat(owner.get("/api/v1/messages").body()).contains("Jürgen Müller");
    }

    private void leave(Telephone telephone, String from, String identity, String caller) {
        Invite invite = Invite.to(MAILBOX, caller).from(from);
        try (telephone) {
            PhoneCall call = telephone.call(identity.isEmpty() ? invite : invite.with("P-Asserted-Identity", identity));
            assertThat(call.response().status()).isEqualTo(200);
            call.speakAfterBeep(Speech.ulaw(2, 91));
            call.hangUp();
        }
        owner.awaitMessageFrom(caller);
    }
}
