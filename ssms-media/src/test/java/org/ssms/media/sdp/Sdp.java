package org.ssms.media.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Session descriptions as text. */
final class Sdp {
    private Sdp() {}

    static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    /** An offer or answer from 192.0.2.1 with these lines behind {@code t=}. */
    static SessionDescription from(String... sections) throws MalformedSdpException {
        String head = lines("v=0", "o=caller 7 7 IN IP4 192.0.2.1", "s=call", "c=IN IP4 192.0.2.1", "t=0 0");
        return SessionDescription.parse((head + lines(sections)).getBytes(UTF_8));
    }

    static String text(SessionDescription description) {
        return new String(description.toBytes(), UTF_8);
    }
}
