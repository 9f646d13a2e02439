package org.ssms.media.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.sdp.drm.DrmAttribute;
import org.ssms.media.sdp.drm.DrmChoice;
import org.ssms.media.sdp.drm.DrmMethod;
import org.ssms.media.sdp.drm.DrmNegotiator;
import org.ssms.media.sdp.drm.MalformedDrmException;

/** The vectors of docs/drm-attribute.md: a stream of PCMU, 61.24 s long, at 192.0.2.9:16384. */
class DrmVectorsTest {
    private static final Path VECTORS = vectors();

    private static Path vectors() {
        try {
            return Path.of(Objects.requireNonNull(DrmVectorsTest.class.getResource("/vectors/drm"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(VECTORS)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @Test
    void all_are_there() throws IOException {
        assertThat(names()).hasSizeGreaterThan(40).contains("original.txt", "nothing-in-common.txt", "address.txt");
    }

    @ParameterizedTest
    @MethodSource("names")
    void vector(String name) throws Exception {
        Map<String, String> parts = parts(Files.readString(VECTORS.resolve(name), UTF_8));
        StreamNegotiator negotiator = negotiator(part(parts, "supported"));
        SessionDescription before = null;
        if (parts.containsKey("previous")) {
            before = ((Negotiation.Agreed) negotiator.answer(sdp(part(parts, "previous")), null)).local();
        }
        String expected = part(parts, "outcome").strip();
        Negotiation result;
        try {
            result = negotiator.answer(sdp(part(parts, "offer")), before);
        } catch (MalformedSdpException e) {
            assertThat("400").isEqualTo(expected);
            assertThat(parts).doesNotContainKey("answer");
            return;
        }
        SessionDescription answer =
                result instanceof Negotiation.Agreed agreed ? agreed.local() : ((Negotiation.Refused) result).instead();
        assertThat(result instanceof Negotiation.Agreed ? "200" : "488").isEqualTo(expected);
        assertThat(answer == null ? null : lines(answer)).isEqualTo(parts.get("answer"));
        if (name.startsWith("again.")) {
            assertThat(answer).isEqualTo(before);
        }
        if (parts.containsKey("chosen")) {
            assertThat(chosen(parts)).isEqualTo(part(parts, "chosen").strip());
        }
    }

    private static String chosen(Map<String, String> parts) throws MalformedDrmException {
        return DrmChoice.of(drm(part(parts, "offer")), drm(part(parts, "answer")))
                .orElseThrow()
                .value();
    }

    private static List<DrmAttribute> drm(String text) {
        return text.lines()
                .filter(line -> line.startsWith("a=drm:"))
                .map(line -> {
                    try {
                        return DrmAttribute.parse(line.substring("a=drm:".length()));
                    } catch (MalformedDrmException e) {
                        throw new IllegalArgumentException(line, e);
                    }
                })
                .toList();
    }

    static StreamNegotiator negotiator(String supported) throws IOException {
        List<DrmMethod> methods = supported
                .lines()
                .map(line -> line.split(" "))
                .map(m -> new DrmMethod(m[0], m[1], m[2], Integer.parseInt(m[3]), Integer.parseInt(m[4])))
                .toList();
        return new StreamNegotiator(
                InetAddress.getByName("192.0.2.9"),
                16384,
                7,
                new StreamNegotiator.Terms(
                        AudioCodec.PCMU, Duration.ofMillis(61_240), new DrmNegotiator(methods), false));
    }

    private static SessionDescription sdp(String text) throws MalformedSdpException {
        return SessionDescription.parse(text.replace("\n", "\r\n").getBytes(UTF_8));
    }

    /** What stands behind each {@code --- name}. */
    private static Map<String, String> parts(String file) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : file.split("(?m)^--- ", -1)) {
            int end = part.indexOf('\n');
            if (end > 0) {
                parts.put(part.substring(0, end), part.substring(end + 1));
            }
        }
        return parts;
    }

    private static String part(Map<String, String> parts, String name) {
        return Objects.requireNonNull(parts.get(name), name);
    }

    private static String lines(SessionDescription description) {
        return new String(description.toBytes(), UTF_8)
                .lines()
                .filter(line -> line.startsWith("m=") || line.startsWith("a="))
                .map(line -> line + "\n")
                .reduce("", String::concat);
    }
}
