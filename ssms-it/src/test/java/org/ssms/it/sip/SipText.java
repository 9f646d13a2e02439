package org.ssms.it.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SIP message as it stands on the wire (RFC 3261 §7). Compact header names are not understood, which our server does
 * not send.
 *
 * @param startLine request line or status line
 * @param headers in their order, without Content-Length
 * @param body empty for none
 */
public record SipText(String startLine, List<Header> headers, String body) {
    private static final String CRLF = "\r\n";
    private static final Pattern ADDRESS = Pattern.compile("<([^>]*)>");

    /** One header line. */
    public record Header(String name, String value) {}

    public SipText {
        headers = List.copyOf(headers);
    }

    public static SipText request(String method, String uri) {
        return new SipText(method + " " + uri + " SIP/2.0", List.of(), "");
    }

    /** Reads start line and headers; the body is given apart. */
    static SipText parse(String head, String body) {
        String[] lines = head.split("\r?\n", -1);
        List<Header> headers = new ArrayList<>();
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.regionMatches(true, 0, "Content-Length", 0, colon)) {
                headers.add(new Header(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip()));
            }
        }
        return new SipText(lines[0], headers, body);
    }

    /** Reads a datagram. */
    static SipText parse(byte[] octets, int length) {
        String text = new String(octets, 0, length, StandardCharsets.UTF_8);
        int end = text.indexOf(CRLF + CRLF);
        return end < 0 ? parse(text, "") : parse(text.substring(0, end), text.substring(end + 4));
    }

    public SipText with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new SipText(startLine, more, body);
    }

    public SipText with(List<Header> others) {
        List<Header> more = new ArrayList<>(headers);
        more.addAll(others);
        return new SipText(startLine, more, body);
    }

    public SipText without(String name) {
        return new SipText(
                startLine,
                headers.stream()
                        .filter(header -> !header.name().equalsIgnoreCase(name))
                        .toList(),
                body);
    }

    public SipText withBody(String type, String content) {
        return new SipText(startLine, without("Content-Type").with("Content-Type", type).headers, content);
    }

    public boolean isResponse() {
        return startLine.startsWith("SIP/2.0 ");
    }

    /** Status code of a response, 0 for a request. */
    public int status() {
        return isResponse() ? Integer.parseInt(startLine.substring(8, 11)) : 0;
    }

    /** Method of a request; of a response the one in CSeq. */
    public String method() {
        String line = isResponse() ? value("CSeq").replaceFirst("^\\d+\\s+", "") : startLine;
        return line.replaceFirst(" .*", "");
    }

    public String requestUri() {
        return startLine.split(" ", -1)[1];
    }

    public List<String> values(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }

    /** First value of that header, empty when there is none. */
    public String value(String name) {
        return first(name).orElse("");
    }

    public Optional<String> first(String name) {
        return values(name).stream().findFirst();
    }

    /** The URI of a From, To or Contact value, from within its brackets. */
    public static String uri(String value) {
        Matcher address = ADDRESS.matcher(value);
        return address.find() ? address.group(1) : value.replaceFirst(";.*", "");
    }

    /** A parameter behind the address of a header value. */
    public static Optional<String> parameter(String value, String name) {
        Matcher found = Pattern.compile(";\\s*" + name + "=([^;,\\s]*)", Pattern.CASE_INSENSITIVE)
                .matcher(value.substring(value.lastIndexOf('>') + 1));
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** Branch and method: names the transaction (RFC 3261 §17.1.3). */
    String transaction() {
        return parameter(value("Via"), "branch").orElse("") + " " + method();
    }

    public byte[] toBytes() {
        StringBuilder text = new StringBuilder(startLine).append(CRLF);
        headers.forEach(header ->
                text.append(header.name()).append(": ").append(header.value()).append(CRLF));
        text.append("Content-Length: ").append(body.getBytes(StandardCharsets.UTF_8).length);
        return text.append(CRLF).append(CRLF).append(body).toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return new String(toBytes(), StandardCharsets.UTF_8);
    }
}
