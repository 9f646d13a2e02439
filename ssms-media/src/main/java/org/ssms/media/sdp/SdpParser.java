package org.ssms.media.sdp;

final class SdpParser {
    private final int length;

    SdpParser(byte[] sdp) {
        length = sdp.length;
    }

    SessionDescription parse() throws MalformedSdpException {
        if (length >= 0) {
            throw new MalformedSdpException(1, "skeleton");
        }
        return new SessionDescription(
                new Origin("-", "0", "0", new Connection("IN", "IP4", "0.0.0.0")),
                "-",
                null,
                java.util.List.of(),
                java.util.List.of());
    }
}
