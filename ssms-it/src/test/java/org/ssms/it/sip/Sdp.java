package org.ssms.it.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Session descriptions of one audio stream (RFC 8866). */
public final class Sdp {
    private static final Pattern CONNECTION = Pattern.compile("(?m)^c=IN IP[46] (\\S+)");
    private static final Pattern AUDIO = Pattern.compile("(?m)^m=audio (\\d+) ");
    private static final Pattern EVENT = Pattern.compile("(?mi)^a=rtpmap:(\\d+) telephone-event/8000");

    private Sdp() {}

    /** PCMU and telephone-event.
     *  @param profile {@code RTP/AVP} or {@code RTP/SAVP}
     *  @param attributes more lines of the media */
    public static String audio(InetAddress address, int port, String profile, String... attributes) {
        String host = address.getHostAddress().replaceFirst("%.*", "");
        String where = "IN IP" + (host.contains(":") ? "6 " : "4 ") + host;
        String sdp = String.join(
                "\r\n",
                "v=0",
                "o=- 1 1 " + where,
                "s=-",
                "c=" + where,
                "t=0 0",
                "m=audio " + port + " " + profile + " 0 101",
                "a=rtpmap:0 PCMU/8000",
                "a=rtpmap:101 telephone-event/8000",
                "a=fmtp:101 0-15",
                "");
        return Arrays.stream(attributes).reduce(sdp, (text, line) -> text + line + "\r\n");
    }

    /** Where the other side wants its audio. */
    public static InetSocketAddress target(String sdp) {
        return new InetSocketAddress(first(CONNECTION, sdp), Integer.parseInt(first(AUDIO, sdp)));
    }

    /** Payload type of its telephone-event, 0 when it has none. */
    static int event(String sdp) {
        Matcher event = EVENT.matcher(sdp);
        return event.find() ? Integer.parseInt(event.group(1)) : 0;
    }

    private static String first(Pattern pattern, String sdp) {
        Matcher matcher = pattern.matcher(sdp);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in " + sdp);
        }
        return matcher.group(1);
    }
}
