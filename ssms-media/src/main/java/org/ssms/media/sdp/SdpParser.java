package org.ssms.media.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** Reads one session description, RFC 8866 §5, in one pass and within bounds. Used once. */
final class SdpParser {
    static final int MAX_BYTES = 256 * 1024;
    static final int MAX_LINES = 4096;
    static final int MAX_MEDIA = 64;
    static final int MAX_FORMATS = 128;

    private static final int ORIGIN_FIELDS = 6;

    private final byte[] sdp;
    private String text = "";
    private int position;
    private int line;
    private boolean versionRead;

    private @Nullable Origin origin;
    private String name = "-";
    private @Nullable Connection sessionConnection;
    private final List<Attribute> sessionAttributes = new ArrayList<>();
    private final List<MediaDescription> media = new ArrayList<>();
    /** The section that is being read: its m= line, while c= and a= gather beside it. */
    private @Nullable MediaDescription section;

    private @Nullable Connection sectionConnection;
    private List<Attribute> sectionAttributes = new ArrayList<>();

    SdpParser(byte[] sdp) {
        this.sdp = sdp;
    }

    SessionDescription parse() throws MalformedSdpException {
        if (sdp.length > MAX_BYTES) {
            throw new MalformedSdpException(1, "larger than " + MAX_BYTES + " bytes");
        }
        text = new String(sdp, 0, lengthWithoutNuls(), UTF_8);
        if (text.indexOf(0) >= 0) {
            throw new MalformedSdpException(1, "NUL in the text");
        }
        for (String next = nextLine(); next != null; next = nextLine()) {
            read(next);
        }
        endSection();
        if (origin == null) {
            throw new MalformedSdpException(Math.max(1, line), "no o= line");
        }
        return new SessionDescription(origin, name, sessionConnection, sessionAttributes, media);
    }

    /** Some send the NUL behind their string, too. */
    private int lengthWithoutNuls() {
        int length = sdp.length;
        while (length > 0 && sdp[length - 1] == 0) {
            length--;
        }
        return length;
    }

    /** The next line that is not empty, without its end; null behind the last. */
    private @Nullable String nextLine() throws MalformedSdpException {
        while (position < text.length()) {
            int end = position;
            while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
                end++;
            }
            String found = text.substring(position, end);
            boolean pair = text.startsWith("\r\n", end);
            position = end + (pair ? 2 : 1);
            if (++line > MAX_LINES) {
                throw malformed("more than " + MAX_LINES + " lines");
            }
            if (!found.isEmpty()) {
                return found;
            }
        }
        return null;
    }

    private void read(String whole) throws MalformedSdpException {
        char type = Character.toLowerCase(whole.charAt(0));
        if (whole.length() < 2 || whole.charAt(1) != '=' || type < 'a' || type > 'z') {
            throw malformed("no type letter and '='");
        }
        if (versionRead == (type == 'v')) {
            throw malformed("v=0 must come first and once");
        }
        String value = whole.substring(2);
        switch (type) {
            case 'v' -> version(value);
            case 'o' -> origin = origin(value);
            case 's' -> name = value.isBlank() ? "-" : value;
            case 'c' -> connection(value);
            case 'a' -> attribute(value);
            case 'm' -> media(value);
            default -> {
                // read over, also a type of somebody's own: nothing in it changes where or what media is sent
            }
        }
    }

    private void version(String value) throws MalformedSdpException {
        if (!value.strip().equals("0")) {
            throw malformed("not version 0");
        }
        versionRead = true;
    }

    /** From its end: the user name may be missing, or be several words. Where media go stands elsewhere. */
    private Origin origin(String value) throws MalformedSdpException {
        StringTokenizer tokens = new StringTokenizer(value, " ");
        int words = tokens.countTokens() - (ORIGIN_FIELDS - 1); // each count reads the whole line
        if (words < 0) {
            throw malformed("o= needs six fields");
        }
        StringBuilder user = new StringBuilder();
        for (int i = 0; i < words; i++) {
            user.append(user.isEmpty() ? "" : " ").append(tokens.nextToken());
        }
        return new Origin(
                user.isEmpty() ? "-" : user.toString(), tokens.nextToken(), tokens.nextToken(), connection(tokens));
    }

    private void connection(String value) throws MalformedSdpException {
        StringTokenizer tokens = new StringTokenizer(value, " ");
        if (tokens.countTokens() != 3) {
            throw malformed("c= needs three fields");
        }
        // of several in one section (layered multicast) the first counts
        if (section == null) {
            sessionConnection = sessionConnection == null ? connection(tokens) : sessionConnection;
        } else if (sectionConnection == null) {
            sectionConnection = connection(tokens);
        }
    }

    private static Connection connection(StringTokenizer tokens) {
        return new Connection(tokens.nextToken(), tokens.nextToken(), tokens.nextToken());
    }

    private void attribute(String value) throws MalformedSdpException {
        int colon = value.indexOf(':');
        String key = colon < 0 ? value : value.substring(0, colon);
        if (key.isBlank()) {
            throw malformed("a= without a name");
        }
        String normal =
                Direction.fromAttribute(key.strip()).map(Direction::attribute).orElse(key);
        List<Attribute> attributes = section == null ? sessionAttributes : sectionAttributes;
        attributes.add(colon < 0 ? Attribute.property(normal) : new Attribute(normal, value.substring(colon + 1)));
    }

    private void media(String value) throws MalformedSdpException {
        endSection();
        if (media.size() == MAX_MEDIA) {
            throw malformed("more than " + MAX_MEDIA + " m= lines");
        }
        StringTokenizer tokens = new StringTokenizer(value, " ");
        int count = tokens.countTokens();
        if (count < 3 || count > 3 + MAX_FORMATS) {
            throw malformed("m= needs media, port, protocol and up to " + MAX_FORMATS + " formats");
        }
        String type = tokens.nextToken();
        int port = port(tokens.nextToken());
        String protocol = tokens.nextToken();
        List<String> formats = new ArrayList<>(count - 3);
        while (tokens.hasMoreTokens()) {
            formats.add(tokens.nextToken());
        }
        section = new MediaDescription(type, port, protocol, formats, null, List.of());
    }

    /** The port of "49170" or "49170/2"; further ports of one stream are not used. */
    private int port(String token) throws MalformedSdpException {
        int slash = token.indexOf('/');
        int port = Decimal.parse(slash < 0 ? token : token.substring(0, slash), 65535);
        if (port < 0 || (slash >= 0 && Decimal.parse(token.substring(slash + 1), 65535) < 1)) {
            throw malformed("port out of range");
        }
        return port;
    }

    private void endSection() {
        if (section != null) {
            media.add(new MediaDescription(
                    section.type(),
                    section.port(),
                    section.protocol(),
                    section.formats(),
                    sectionConnection,
                    sectionAttributes));
        }
        section = null;
        sectionConnection = null;
        sectionAttributes = new ArrayList<>();
    }

    private MalformedSdpException malformed(String problem) {
        return new MalformedSdpException(line, problem);
    }
}
