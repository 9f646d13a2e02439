package org.ssms.sip.container.stack;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPRequest;
import java.net.InetAddress;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.sip.container.SipFlow;
import org.ssms.sip.container.SipText;

class ProxiedDialogsTest {
    private static final SipFlow CALLER = new SipFlow("WSS", "2001:db8:0:0:0:0:0:1", 5);
    private static final SipFlow CALLEE = new SipFlow("UDP", "192.0.2.1", 5060);
    private static final Duration LIFE = Duration.ofHours(12);
    private static final int REMEMBERED = 10_000;

    private final Set<String> believed = new HashSet<>();
    private Instant now = Instant.EPOCH;
    private final ProxiedDialogs dialogs =
            new ProxiedDialogs(flow -> true, believed::contains, ((InstantSource) () -> now).withZone(ZoneOffset.UTC));

    private static SIPRequest request(String method, String callId, String fromTag, String toTag)
            throws ParseException {
        String text = """
                %1$s sip:a@192.0.2.2 SIP/2.0\r
                Via: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bKa\r
                From: <sip:a@example.com>;tag=%2$s\r
                To: <sip:b@example.com>;tag=%3$s\r
                Call-ID: %4$s\r
                CSeq: 1 %1$s\r
                \r
                """.formatted(method, fromTag, toTag, callId);
        return SipText.request(text);
    }

    private static SIPRequest from(SipFlow sender, String callId, String fromTag, String toTag) throws Exception {
        SIPRequest request = request("BYE", callId, fromTag, toTag);
        request.setPeerPacketSourceAddress(InetAddress.getByName(sender.address()));
        return request;
    }

    private void note(String callId) throws ParseException {
        dialogs.note(request("BYE", callId, "caller", "callee"), CALLER, CALLEE);
    }

    @Test
    void lead_each_end_to_the_other() throws Exception {
        note("call");
        assertThat(dialogs.wayOf(from(CALLER, "call", "caller", "callee"))).contains(new PathToken(CALLEE, false));
        assertThat(dialogs.wayOf(from(CALLEE, "call", "callee", "caller"))).contains(new PathToken(CALLER, true));
    }

    @Test
    void lead_nobody_else() throws Exception {
        note("call");
        assertThat(dialogs.wayOf(from(CALLER, "other", "caller", "callee"))).isEmpty();
        assertThat(dialogs.wayOf(from(CALLER, "call", "stranger", "callee"))).isEmpty();
        assertThat(dialogs.wayOf(from(CALLER, "call", "caller", "stranger"))).isEmpty();
    }

    /** Who knows Call-ID and tags and is elsewhere, or would be sent back what he has sent. */
    @Test
    void lead_nobody_from_elsewhere() throws Exception {
        note("call");
        SipFlow stranger = new SipFlow("UDP", "192.0.2.99", 5060);
        assertThat(dialogs.wayOf(from(stranger, "call", "caller", "callee"))).isEmpty();
        assertThat(dialogs.wayOf(from(stranger, "call", "callee", "caller"))).isEmpty();
        assertThat(dialogs.wayOf(from(CALLEE, "call", "caller", "callee"))).isEmpty();
        assertThat(dialogs.wayOf(from(CALLER, "call", "callee", "caller"))).isEmpty();
        assertThat(dialogs.wayOf(request("BYE", "call", "caller", "callee"))).isEmpty();
    }

    /** A carrier signals from several addresses. */
    @Test
    void lead_a_peer_that_is_believed_from_another_of_its_addresses() throws Exception {
        note("call");
        SipFlow beside = new SipFlow("UDP", "192.0.2.3", 5060);
        believed.add(CALLEE.address());
        assertThat(dialogs.wayOf(from(beside, "call", "callee", "caller"))).isEmpty();
        believed.add(beside.address());
        assertThat(dialogs.wayOf(from(beside, "call", "callee", "caller"))).contains(new PathToken(CALLER, true));
        assertThat(dialogs.wayOf(from(beside, "call", "caller", "callee"))).isEmpty();
        believed.remove(CALLEE.address());
        assertThat(dialogs.wayOf(from(beside, "call", "callee", "caller"))).isEmpty();
    }

    /** Nobody's flood keeps a call from ending, and no call makes room for a flood. */
    @Test
    void know_the_first_bye_of_a_call() throws Exception {
        note("call");
        assertThat(dialogs.isFirstBye(request("INVITE", "call", "callee", "caller")))
                .isFalse();
        assertThat(dialogs.isFirstBye(request("BYE", "other", "callee", "caller")))
                .isFalse();
        assertThat(dialogs.isFirstBye(request("BYE", "call", "callee", "caller")))
                .isTrue();
        assertThat(dialogs.isFirstBye(request("BYE", "call", "callee", "caller")))
                .isFalse();
        assertThat(dialogs.isFirstBye(request("BYE", "call", "caller", "callee")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "BYE, 200, caller, callee, true",
        "BYE, 481, callee, caller, true",
        "BYE, 401, caller, callee, false",
        "BYE, 200, caller, another, false",
        "INVITE, 200, caller, callee, false",
        "CANCEL, 481, caller, callee, false"
    })
    void are_forgotten_when_the_call_is_hung_up(String method, int status, String from, String to, boolean forgotten)
            throws Exception {
        note("call");
        dialogs.passedOn(request(method, "call", from, to).createResponse(status));
        assertThat(dialogs.wayOf(from(CALLER, "call", "caller", "callee")).isEmpty())
                .isEqualTo(forgotten);
    }

    @Test
    void are_forgotten_in_time_although_they_are_used() throws Exception {
        note("call");
        now = now.plus(LIFE).minusSeconds(1);
        assertThat(dialogs.wayOf(from(CALLER, "call", "caller", "callee"))).isPresent();
        now = now.plusSeconds(1);
        assertThat(dialogs.wayOf(from(CALLER, "call", "caller", "callee"))).isEmpty();
        assertThat(dialogs.wayOf(from(CALLEE, "call", "callee", "caller"))).isEmpty();
    }

    @Test
    void are_forgotten_when_they_have_not_been_used_for_long() throws Exception {
        note("used");
        note("unused");
        SIPRequest other = request("BYE", "call", "caller", "callee");
        for (int call = 1; call < REMEMBERED; call++) {
            other.getTo().setTag("callee" + call);
            dialogs.note(other, CALLER, CALLEE);
            assertThat(dialogs.wayOf(from(CALLER, "used", "caller", "callee"))).isPresent();
        }
        assertThat(dialogs.wayOf(from(CALLER, "unused", "caller", "callee"))).isEmpty();
    }
}
