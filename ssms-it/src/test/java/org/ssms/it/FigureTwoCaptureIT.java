package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.ssms.it.server.Exchange;
import org.ssms.it.sip.Invite;
import org.ssms.it.sip.PhoneCall;
import org.ssms.it.sip.SipText;
import org.ssms.it.sip.Telephone;
import org.ssms.it.tool.Capture;
import org.ssms.it.tool.Capture.Packet;
import org.ssms.it.tool.Sipp.Transport;
import org.ssms.it.tool.Speech;

/**
 * Figure 2 as it is seen on the wire, message by message. The location server is asked over HTTP, so that its steps are
 * seen, too.
 */
class FigureTwoCaptureIT {
    private static final String CALLER = "127.0.0.42";
    /** What he does not acknowledge comes again for half a minute, and must not be seen beside the other's. */
    private static final String CALLER_WHO_REPEATS = "127.0.0.43";

    private static final String CALLED = "sip:figure@localhost";
    private static final Pattern LOOKUP = Pattern.compile("^GET (/location/v1/localhost/figure) HTTP/1\\.1");

    private final Exchange exchange = Exchange.shared();
    private final int sip = exchange.server().sip().getPort();
    private final int http = exchange.server().http().getPort();

    @Test
    void the_eight_steps_are_on_the_wire_in_their_order() throws Exception {
        try (Capture capture = capture(CALLER);
                Telephone caller = caller(CALLER)) {
            SipText redirect = caller.call(Invite.to(CALLED, "wire")).response();
            assertThat(redirect.status()).isEqualTo(302);
            String mailbox = SipText.uri(redirect.value("Contact"));
            PhoneCall call = caller.call(Invite.to(CALLED, "wire").at(mailbox));
            assertThat(call.response().status()).isEqualTo(200);
            call.speakAfterBeep(Speech.ulaw(2, 51));
            call.hangUp();
            int rtp = call.target().getPort();
            capture.await("the answer to the BYE", packet -> isAnswerTo(packet, "BYE"));

            List<Packet> packets = capture.packets();
            assertThat(packets.stream().filter(packet -> lookup(packet).find())).hasSize(1);
            // a slow machine repeats a message or two
            List<String> steps =
                    steps(packets, call.sound().port(), rtp).stream().distinct().toList();
            assertThat(steps)
                    .containsSubsequence(
                            "1 INVITE " + CALLED,
                            "2 lookup /location/v1/localhost/figure",
                            "3 result, not registered, mailbox of figure",
                            "4 302 " + mailbox,
                            "ACK " + CALLED,
                            "5 INVITE " + mailbox,
                            "6 200",
                            "7 ACK",
                            "8 RTP from the caller")
                    .contains("8 RTP from the mailbox");
            assertThat(steps.stream().filter(step -> step.matches("[1-7] .*"))).hasSize(7);
            exchange.subscriber("figure").awaitMessageFrom("wire");
        }
    }

    @Test
    void a_repeated_invite_is_looked_up_once() throws Exception {
        try (Capture capture = capture(CALLER_WHO_REPEATS);
                Telephone caller = caller(CALLER_WHO_REPEATS)) {
            SipText invite = caller.outside("INVITE", CALLED, "repeated-" + System.nanoTime())
                    .with("From", "<sip:repeated@caller.invalid>;tag=1")
                    .with("To", "<" + CALLED + ">")
                    .with("Contact", caller.contact());
            assertThat(caller.ask(invite).status()).isEqualTo(302);
            for (int i = 0; i < 3; i++) {
                caller.ask(invite);
            }
            SipText other = caller.outside("INVITE", CALLED, "other-" + System.nanoTime())
                    .with("From", "<sip:other@caller.invalid>;tag=1")
                    .with("To", "<" + CALLED + ">")
                    .with("Contact", caller.contact());
            caller.ask(other);
            capture.await(
                    "the answer to the other",
                    packet -> packet.text().contains("Call-ID: other-") && packet.source() == sip);
            assertThat(capture.packets().stream()
                            .filter(packet -> lookup(packet).find()))
                    .hasSize(2);
        }
    }

    /** Everything of this caller, and every lookup. */
    private Capture capture(String caller) {
        return Capture.start("host " + caller + " or tcp port " + http);
    }

    private Telephone caller(String address) throws Exception {
        return exchange.telephone("wire", "caller.invalid", Transport.UDP, InetAddress.getByName(address));
    }

    private List<String> steps(List<Packet> packets, int callersSound, int mailboxSound) {
        List<String> steps = new ArrayList<>();
        int asker = 0;
        for (Packet packet : packets) {
            Matcher lookup = lookup(packet);
            if (packet.udp() && (packet.source() == sip || packet.destination() == sip)) {
                steps.add(step(packet.text()));
            } else if (lookup.find()) {
                asker = packet.source();
                steps.add("2 lookup " + lookup.group(1));
            } else if (!packet.udp() && packet.source() == http && packet.destination() == asker) {
                steps.add("3 result" + result(packet.text()));
                asker = 0;
            } else if (packet.udp() && packet.source() == callersSound && packet.destination() == mailboxSound) {
                steps.add("8 RTP from the caller");
            } else if (packet.udp() && packet.source() == mailboxSound && packet.destination() == callersSound) {
                steps.add("8 RTP from the mailbox");
            }
        }
        return steps;
    }

    private static String step(String message) {
        String line = message.lines().findFirst().orElse("").replace(" SIP/2.0", "");
        boolean invite = message.contains("CSeq: 1 INVITE") || message.contains("INVITE\r\n");
        if (line.startsWith("INVITE ")) {
            return (line.contains("cause=") ? "5 " : "1 ") + line;
        }
        if (line.startsWith("SIP/2.0 302")) {
            Matcher contact = Pattern.compile("(?m)^Contact: *<([^>]*)>").matcher(message);
            return "4 302 " + (contact.find() ? contact.group(1) : "");
        }
        if (line.startsWith("SIP/2.0 200") && invite) {
            return "6 200";
        }
        if (line.startsWith("ACK ") && !line.contains(CALLED)) {
            return "7 ACK";
        }
        return line;
    }

    private static String result(String response) {
        boolean ok = response.startsWith("HTTP/1.1 200");
        return ok
                        && response.contains("\"reason\":\"not-registered\"")
                        && response.contains("\"mailbox\":\"sip:figure@")
                ? ", not registered, mailbox of figure"
                : ": " + response;
    }

    private static Matcher lookup(Packet packet) {
        return LOOKUP.matcher(packet.udp() ? "" : packet.text());
    }

    private boolean isAnswerTo(Packet packet, String method) {
        return packet.source() == sip && packet.text().matches("(?s)SIP/2\\.0 200.*CSeq: \\d+ " + method + ".*");
    }
}
