package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Listener;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.sip.Invite;
import org.ssms.it.sip.PhoneCall;
import org.ssms.it.sip.SipLine;
import org.ssms.it.sip.Telephone;
import org.ssms.it.tool.Sipp;
import org.ssms.it.tool.Sipp.Transport;
import org.ssms.it.tool.Sources;
import org.ssms.it.tool.Speech;
import org.ssms.it.tool.Tool;

/**
 * Who hears a message by phone calls back who has left it: his own phone does, when it takes REFER, and only whom the
 * operator allows and who has proved his name (C33, T12).
 */
class CallBackE2eIT {
    private static final byte[] SPEECH = Speech.ulaw(1, 71);
    private static final String CALLER = "guest61";

    private final SsmsServer server = SsmsServer.shared();
    private final Calls calls = new Calls(server);

    @BeforeEach
    void sipp_is_there() {
        Tool.require("sipp", "sip-tester");
    }

    @AfterEach
    void free_the_ports() {
        calls.close();
    }

    @Test
    void c33_the_phone_is_asked_to_call_and_hung_up_on_when_it_speaks() throws Exception {
        Subscriber owner = prepared("guest62", "4162");
        leaveByDigest(owner);
        play("connected", Map.of("target", CALLER, "listens", listens("4162", "192")));
    }

    @Test
    void c33_who_was_not_reached_is_told_and_may_be_called_again() throws Exception {
        Subscriber owner = prepared("guest63", "4163");
        leaveByDigest(owner);
        play("busy", Map.of("target", CALLER, "listens", listens("4163", "192"), "again", presses("92", 111)));
    }

    @Test
    void t12_nobody_is_called_back_who_only_says_who_he_is() throws Exception {
        Subscriber owner = prepared("guest64", "4164");
        calls.leave(Calls.to(owner.name(), CALLER), SPEECH);
        owner.awaitMessageFrom(CALLER);
        play("not-asked", Map.of("listens", listens("4164", "192")));
    }

    /** A gateway that takes REFER would call at our cost. */
    @Test
    void t12_a_listener_who_comes_through_a_trunk_is_not_asked() throws Exception {
        Subscriber owner = prepared("guest65", "4165");
        leaveByDigest(owner);
        play("not-asked", Map.of("listens", listens("4165", "192"), "address", Sources.TRUNK));
    }

    /** Contact and Record-Route are what a caller likes: by them he could have somebody else asked. */
    @ParameterizedTest
    @CsvSource({"4166, Contact: <sip:sipp@127.0.0.1:9>", "4167, Record-Route: <sip:127.0.0.1:9;lr>"})
    void t12_a_phone_that_names_another_machine_is_not_asked(String number, String header) throws Exception {
        Subscriber owner = prepared("guest" + number.substring(2), number);
        leaveByDigest(owner);
        String listens = listens(number, "192");
        String contact = "Contact: <sip:sipp@[local_ip]:[local_port];transport=[transport]>";
        String elsewhere = header.startsWith("Contact") ? header : contact + "\n                    " + header;
        play("not-asked", Map.of("listens", listens.replace(contact, elsewhere)));
    }

    private Subscriber prepared(String name, String number) throws Exception {
        Subscriber owner = Subscriber.of(server, name);
        Listener.prepare(server, owner, number);
        return owner;
    }

    private void leaveByDigest(Subscriber owner) throws Exception {
        try (Telephone phone = new Telephone(
                SipLine.udp(InetAddress.getLoopbackAddress(), server.sip()),
                CALLER,
                "localhost",
                SsmsServer.PASSWORD)) {
            PhoneCall call = phone.call(
                    Invite.to("sip:" + owner.name() + "@vm.localhost", CALLER).from("<sip:" + CALLER + "@localhost>"));
            assertThat(call.response().status()).isEqualTo(200);
            call.speakAfterBeep(SPEECH);
            call.hangUp();
        }
        owner.awaitMessageFrom(CALLER);
    }

    private void play(String scenario, Map<String, String> values) {
        Sipp.play("call-back/" + scenario, server.sip().getPort(), Transport.UDP, values, 1);
    }

    /** The call of a phone that takes REFER, and what it presses; what is pressed ahead acts in its turn. */
    private static String listens(String number, String keys) {
        return """
                  <send retrans="500"><![CDATA[
                    INVITE sip:voicemail@localhost SIP/2.0
                    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
                    Max-Forwards: 70
                    From: <sip:sipp@[local_ip]:[local_port]>;tag=[pid]T[call_number]
                    To: <sip:voicemail@localhost>
                    Call-ID: [call_id]
                    CSeq: 1 INVITE
                    Contact: <sip:sipp@[local_ip]:[local_port];transport=[transport]>
                    Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, NOTIFY, REFER
                    Content-Type: application/sdp
                    Content-Length: [len]

                    v=0
                    o=- 1 1 IN IP4 [local_ip]
                    s=-
                    c=IN IP4 [media_ip]
                    t=0 0
                    m=audio [media_port] RTP/AVP 0
                  ]]></send>
                  <recv response="100" optional="true"/>
                  <recv response="180" optional="true"/>
                  <recv response="200" rrs="true">
                    <action>
                      <ereg regexp=".*" search_in="hdr" header="To:" assign_to="server"/>
                    </action>
                  </recv>
                  <send><![CDATA[
                    ACK [next_url] SIP/2.0
                    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
                    Max-Forwards: 70
                    From: <sip:sipp@[local_ip]:[local_port]>;tag=[pid]T[call_number]
                    [last_To:]
                    Call-ID: [call_id]
                    CSeq: 1 ACK
                    Content-Length: 0

                  ]]></send>
                  <pause milliseconds="1500"/>
                """ + presses(number + "#" + Listener.PIN + "#" + keys, 2);
    }

    /** By INFO, each when the one before is answered. */
    private static String presses(String keys, int firstNumber) {
        StringBuilder all = new StringBuilder();
        List<String> each = keys.chars().mapToObj(Character::toString).toList();
        for (int i = 0; i < each.size(); i++) {
            all.append("""
                      <send retrans="500"><![CDATA[
                        INFO [next_url] SIP/2.0
                        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
                        Max-Forwards: 70
                        From: <sip:sipp@[local_ip]:[local_port]>;tag=[pid]T[call_number]
                        To:[$server]
                        Call-ID: [call_id]
                        CSeq: %d INFO
                        Content-Type: application/dtmf-relay
                        Content-Length: [len]

                        Signal=%s
                        Duration=160

                      ]]></send>
                      <recv response="200"/>
                    """.formatted(firstNumber + i, each.get(i)));
        }
        return all.toString();
    }
}
