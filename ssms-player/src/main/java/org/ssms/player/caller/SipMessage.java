package org.ssms.player.caller;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One SIP message as a small user agent needs it: start line, headers in their order, body (RFC 3261 §7). */
public final class SipMessage {
    private static final Map<String, String> COMPACT = Map.of(
            "v",
            "via",
            "f",
            "from",
            "t",
            "to",
            "i",
            "call-id",
            "m",
            "contact",
            "c",
            "content-type",
            "l",
            "content-length");
    private static final String CRLF = "\r\n";

    /** One header line, name as written. */
    public record Header(String name, String value) {}

    private final String startLine;
    private final List<Header> headers;
    private final String body;

    SipMessage(String startLine, List<Header> headers, String body) {
        this.startLine = startLine;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    /** Reads one datagram. Folded header lines (RFC 3261 §7.3.1) are not understood.
     *  @throws MalformedSipException when it is no SIP message */
    static SipMessage parse(byte[] datagram, int length) throws MalformedSipException {
        String text = new String(datagram, 0, length, StandardCharsets.UTF_8);
        int end = text.indexOf(CRLF + CRLF);
        String[] lines = (end < 0 ? text : text.substring(0, end)).split(CRLF, -1);
        if (end < 0 || !lines[0].contains("SIP/2.0")) {
            throw new MalformedSipException("no SIP message");
        }
        List<Header> headers = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon <= 0) {
                throw new MalformedSipException("header line " + i + " has no name");
            }
            headers.add(new Header(
                    lines[i].substring(0, colon).strip(),
                    lines[i].substring(colon + 1).strip()));
        }
        SipMessage message = new SipMessage(lines[0], headers, text.substring(end + 4));
        if (message.isResponse() && !lines[0].matches("SIP/2\\.0 [1-6]\\d\\d .*")) {
            throw new MalformedSipException("status line");
        }
        return message;
    }

    byte[] toBytes() {
        StringBuilder text = new StringBuilder(startLine).append(CRLF);
        headers.forEach(
                h -> text.append(h.name()).append(": ").append(h.value()).append(CRLF));
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        text.append("Content-Length: ").append(content.length).append(CRLF).append(CRLF);
        return text.append(body).toString().getBytes(StandardCharsets.UTF_8);
    }

    public boolean isResponse() {
        return startLine.startsWith("SIP/2.0 ");
    }

    /** Status code of a response, 100 to 699. */
    public int status() {
        return Integer.parseInt(startLine.substring(8, 11));
    }

    /** Reason phrase of a response. */
    public String reason() {
        return startLine.substring(12);
    }

    /** Method of a request; of a response the one in CSeq. */
    public String method() {
        if (!isResponse()) {
            return startLine.substring(0, startLine.indexOf(' '));
        }
        String cseq = header("CSeq").orElse("");
        return cseq.substring(cseq.indexOf(' ') + 1).strip();
    }

    /** First header of that name in either form. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** All headers of that name in either form, in their order. */
    public List<String> headers(String name) {
        return headers.stream()
                .filter(h -> longForm(h.name()).equals(longForm(name)))
                .map(Header::value)
                .toList();
    }

    public String body() {
        return body;
    }

    /** The {@code branch} of the topmost Via: names the transaction. */
    String branch() {
        return parameter(header("Via").orElse(""), "branch").orElse("");
    }

    /** A parameter behind the address of a From, To, Via or Contact value. */
    static Optional<String> parameter(String value, String name) {
        String behind = value.substring(value.indexOf('>') + 1);
        for (String part : behind.split(";", -1)) {
            if (part.strip().startsWith(name + "=")) {
                return Optional.of(part.strip().substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }

    private static String longForm(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return COMPACT.getOrDefault(lower, lower);
    }

    @Override
    public String toString() {
        return startLine;
    }
}
