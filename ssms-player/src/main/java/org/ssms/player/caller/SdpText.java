package org.ssms.player.caller;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ssms.media.codec.AudioCodec;

/**
 * The session descriptions of a caller with one audio stream: writes its own, reads what it needs of the other (RFC
 * 4566).
 */
final class SdpText {
    /** Payload type that the caller offers for telephone-events (RFC 4733). */
    static final int EVENT_PAYLOAD_TYPE = 101;

    private static final Pattern ADDRESS = Pattern.compile("(?m)^c=IN IP[46] (\\S+)\\s*$");
    private static final Pattern AUDIO = Pattern.compile("(?m)^m=audio (\\d{1,5}) RTP/S?AVP ([\\d ]+?)\\s*$");
    private static final Pattern EVENT = Pattern.compile("(?mi)^a=rtpmap:(\\d{1,3}) telephone-event/8000\\s*$");

    private SdpText() {}

    /** @param crypto attribute line of the key, empty for audio in the clear */
    static String describe(InetSocketAddress rtp, AudioCodec codec, int version, String direction, String crypto) {
        String host = rtp.getAddress().getHostAddress();
        String address = (rtp.getAddress() instanceof Inet6Address ? "IN IP6 " : "IN IP4 ") + host;
        return String.join(
                "\r\n",
                "v=0",
                "o=- " + rtp.getPort() + " " + version + " " + address,
                "s=-",
                "c=" + address,
                "t=0 0",
                "m=audio " + rtp.getPort() + (crypto.isEmpty() ? " RTP/AVP " : " RTP/SAVP ") + codec.payloadType() + " "
                        + EVENT_PAYLOAD_TYPE,
                "a=rtpmap:" + codec.payloadType() + " " + codec + "/8000",
                "a=rtpmap:" + EVENT_PAYLOAD_TYPE + " telephone-event/8000",
                "a=fmtp:" + EVENT_PAYLOAD_TYPE + " 0-15",
                "a=ptime:20",
                "a=" + direction,
                crypto.isEmpty() ? "" : crypto + "\r\n");
    }

    /** Reads the other side's description. A media-level connection line wins over the session's.
     *  @throws MalformedSipException when it has no usable audio stream */
    static Answer read(String sdp) throws MalformedSipException {
        Matcher audio = AUDIO.matcher(sdp);
        if (!audio.find()) {
            throw new MalformedSipException("no audio in the answer");
        }
        Matcher address = ADDRESS.matcher(sdp);
        String host = null;
        while (address.find()) {
            host = address.group(1);
        }
        if (host == null) {
            throw new MalformedSipException("no connection line in the answer");
        }
        Matcher event = EVENT.matcher(sdp);
        return new Answer(
                new InetSocketAddress(host, Integer.parseInt(audio.group(1))),
                event.find() ? Integer.parseInt(event.group(1)) : -1,
                sdp);
    }
}
