package org.ssms.player.caller;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * State of the dialog from the caller's side and the requests within it (RFC 3261 §12). Before the answer: the INVITE
 * outside of it.
 */
final class Dialog {
    private final String via;
    private final String from;
    private final String contact;
    private final String callId;
    private final Supplier<String> token;
    private String to;
    private String target;
    private List<String> routes = List.of();
    private int sequence;

    /** @param token gives unguessable tokens for tags, branches and the Call-ID */
    Dialog(InetSocketAddress local, CallPlan plan, Supplier<String> token) {
        String literal = local.getAddress().getHostAddress();
        String address = local.getAddress() instanceof Inet6Address ? "[" + literal + "]" : literal;
        String host = address + ":" + local.getPort();
        this.via = "SIP/2.0/UDP " + host + ";rport;branch=z9hG4bK";
        this.contact = "<sip:" + plan.caller() + "@" + host + ">";
        this.from = quoted(plan.display()) + "<sip:" + plan.caller() + "@" + address + ">;tag=" + token.get();
        this.to = "<" + plan.uri() + ">";
        this.target = plan.uri();
        this.callId = token.get();
        this.token = token;
    }

    /** RFC 3261 §25.1: quoted-string; nothing for no name. */
    private static String quoted(String display) {
        return display.isEmpty() ? "" : "\"" + display.replaceAll("[\"\\\\]", "\\\\$0") + "\" ";
    }

    String callId() {
        return callId;
    }

    /** Takes tag, target and route set from a 2xx to the INVITE. */
    void established(SipMessage response) {
        to = response.header("To").orElse(to);
        response.header("Contact")
                .map(value -> value.replaceFirst(".*<([^>]*)>.*", "$1"))
                .ifPresent(uri -> target = uri);
        List<String> recorded = new ArrayList<>(response.headers("Record-Route"));
        Collections.reverse(recorded);
        routes = List.copyOf(recorded);
    }

    /** A new request with the next sequence number; an empty body carries no description. */
    SipMessage request(String method, String sdp) {
        sequence++;
        return message(method, via + token.get(), sequence + " " + method, to, sdp);
    }

    /** The ACK of a 2xx: a transaction of its own (RFC 3261 §13.2.2.4). */
    SipMessage ack(SipMessage invite, String sdp) {
        return message("ACK", via + token.get(), cseq(invite, "ACK"), to, sdp);
    }

    /** The ACK of a refusal: part of the INVITE's transaction (RFC 3261 §17.1.1.3). */
    SipMessage ackRefusal(SipMessage invite, SipMessage response) {
        return message(
                "ACK",
                invite.header("Via").orElseThrow(),
                cseq(invite, "ACK"),
                response.header("To").orElse(to),
                "");
    }

    /** RFC 3261 §9.1. */
    SipMessage cancel(SipMessage invite) {
        return message("CANCEL", invite.header("Via").orElseThrow(), cseq(invite, "CANCEL"), to, "");
    }

    private static String cseq(SipMessage invite, String method) {
        String cseq = invite.header("CSeq").orElseThrow();
        return cseq.substring(0, cseq.indexOf(' ') + 1) + method;
    }

    private SipMessage message(String method, String topVia, String cseq, String toValue, String sdp) {
        List<SipMessage.Header> headers = new ArrayList<>();
        headers.add(new SipMessage.Header("Via", topVia));
        headers.add(new SipMessage.Header("Max-Forwards", "70"));
        routes.forEach(route -> headers.add(new SipMessage.Header("Route", route)));
        headers.add(new SipMessage.Header("From", from));
        headers.add(new SipMessage.Header("To", toValue));
        headers.add(new SipMessage.Header("Call-ID", callId));
        headers.add(new SipMessage.Header("CSeq", cseq));
        if (method.equals("INVITE")) {
            headers.add(new SipMessage.Header("Contact", contact));
            headers.add(new SipMessage.Header("Allow", "INVITE, ACK, BYE, CANCEL, OPTIONS"));
        }
        if (!sdp.isEmpty()) {
            headers.add(new SipMessage.Header("Content-Type", "application/sdp"));
        }
        return new SipMessage(method + " " + target + " SIP/2.0", headers, sdp);
    }
}
