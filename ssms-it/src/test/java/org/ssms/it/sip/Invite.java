package org.ssms.it.sip;

import java.util.ArrayList;
import java.util.List;

/** What a telephone sends to call somebody.
 *  @param uri Request-URI and To
 *  @param from the From address without its tag
 *  @param headers more headers
 *  @param type of the offer
 *  @param sdp the offer; empty: the telephone offers its PCMU */
public record Invite(String uri, String from, List<SipText.Header> headers, String type, String sdp) {
    private static final String SDP = "application/sdp";

    /** A caller from a domain that is not ours. */
    public static Invite to(String uri, String caller) {
        return new Invite(uri, "<sip:" + caller + "@caller.invalid>", List.of(), SDP, "");
    }

    public Invite from(String other) {
        return new Invite(uri, other, headers, type, sdp);
    }

    public Invite at(String otherUri) {
        return new Invite(otherUri, from, headers, type, sdp);
    }

    public Invite offering(String otherSdp) {
        return new Invite(uri, from, headers, SDP, otherSdp);
    }

    public Invite offering(String otherType, String body) {
        return new Invite(uri, from, headers, otherType, body);
    }

    public Invite with(String name, String value) {
        List<SipText.Header> more = new ArrayList<>(headers);
        more.add(new SipText.Header(name, value));
        return new Invite(uri, from, more, type, sdp);
    }
}
