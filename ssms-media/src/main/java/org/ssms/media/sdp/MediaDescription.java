package org.ssms.media.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One {@code m=} section, RFC 8866 §5.14.
 *
 * @param type {@code audio}, {@code video} or whatever was written
 * @param port 0 to 65535; 0 refuses the stream
 * @param protocol for example {@code RTP/AVP}
 * @param formats as written, in order of preference; empty in an offer of somebody who breaks the grammar
 */
public record MediaDescription(
        String type,
        int port,
        String protocol,
        List<String> formats,
        @Nullable Connection connection,
        List<Attribute> attributes) {

    public MediaDescription {
        formats = List.copyOf(formats);
        attributes = List.copyOf(attributes);
    }

    /** The same stream refused: port 0, RFC 3264 §6. */
    MediaDescription refused() {
        return new MediaDescription(type, 0, protocol, formats, null, List.of());
    }

    MediaDescription with(Attribute attribute) {
        List<Attribute> more = new ArrayList<>(attributes);
        more.add(attribute);
        return new MediaDescription(type, port, protocol, formats, connection, more);
    }

    /** Values of all attributes of that name, in order. */
    public Stream<String> values(String name) {
        return attributes.stream()
                .filter(a -> a.name().equals(name))
                .flatMap(a -> Optional.ofNullable(a.value()).stream());
    }
}
