package org.ssms.media.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** Writes a session description in the order of RFC 8866 §9. */
final class SdpWriter {
    private static final String CRLF = "\r\n";

    private final StringBuilder out = new StringBuilder(512);

    private SdpWriter() {}

    static byte[] write(SessionDescription description) {
        SdpWriter writer = new SdpWriter();
        writer.session(description);
        description.media().forEach(writer::media);
        return writer.out.toString().getBytes(UTF_8);
    }

    private void session(SessionDescription description) {
        Origin origin = description.origin();
        line("v=0");
        line("o=" + origin.username() + " " + origin.sessionId() + " " + origin.sessionVersion() + " "
                + fields(origin.address()));
        line("s=" + description.name());
        connection(description.connection());
        line("t=0 0");
        description.attributes().forEach(this::attribute);
    }

    private void media(MediaDescription media) {
        String formats = media.formats().isEmpty() ? "" : " " + String.join(" ", media.formats());
        line("m=" + media.type() + " " + media.port() + " " + media.protocol() + formats);
        connection(media.connection());
        media.attributes().forEach(this::attribute);
    }

    private void connection(@Nullable Connection connection) {
        if (connection != null) {
            line("c=" + fields(connection));
        }
    }

    private static String fields(Connection connection) {
        return connection.networkType() + " " + connection.addressType() + " " + connection.address();
    }

    private void attribute(Attribute attribute) {
        line("a=" + attribute.name() + (attribute.value() == null ? "" : ":" + attribute.value()));
    }

    private void line(String text) {
        out.append(text).append(CRLF);
    }
}
