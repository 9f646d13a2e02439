package org.ssms.media.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session description, RFC 8866. Lines that offer/answer does not need (b=, k=, i=, r= ...) are read over and not
 * kept.
 *
 * @param connection session level {@code c=}, or null
 * @param attributes session level, in order
 */
public record SessionDescription(
        Origin origin,
        String name,
        @Nullable Connection connection,
        List<Attribute> attributes,
        List<MediaDescription> media) {

    public SessionDescription {
        attributes = List.copyOf(attributes);
        media = List.copyOf(media);
    }

    /**
     * Reads tolerantly what is harmless: bare LF or CR, {@code S=}, an empty or missing {@code s=}, {@code t=0.0},
     * {@code a=receiveonly}, text that is not UTF-8, NUL at the end, an odd {@code o=}, {@code m=} without formats,
     * lines of unknown types.
     *
     * @throws MalformedSdpException when it is no session description or larger than the parser's bounds
     */
    public static SessionDescription parse(byte[] sdp) throws MalformedSdpException {
        return new SdpParser(sdp).parse();
    }

    /** The description as strict RFC 8866 text, UTF-8, CRLF. */
    public byte[] toBytes() {
        return SdpWriter.write(this);
    }

    SessionDescription withVersion(String version) {
        Origin renewed = new Origin(origin.username(), origin.sessionId(), version, origin.address());
        return new SessionDescription(renewed, name, connection, attributes, media);
    }
}
