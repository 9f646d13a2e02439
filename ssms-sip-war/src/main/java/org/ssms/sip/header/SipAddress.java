package org.ssms.sip.header;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A SIP or SIPS URI in its parts (RFC 3261 §19.1), unescaped exactly once.
 *
 * @param user empty when there is none
 * @param host lower case, without the dot of an absolute name; IPv6 in brackets
 * @param port 0 when there is none
 * @param parameters lower-case names; a flag has the value ""
 * @param headers lower-case names of embedded header fields
 */
public record SipAddress(
        boolean secure,
        String user,
        String host,
        int port,
        Map<String, String> parameters,
        Map<String, String> headers) {
    private static final int MAX_CHARS = 1024;
    private static final int MAX_PARTS = 32;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,252}[a-z0-9.])?");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]{2,45}]");

    public static SipAddress parse(String uri) throws MalformedHeaderException {
        HeaderText.require(uri.length() <= MAX_CHARS, "the URI is too long");
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon).toLowerCase(Locale.ROOT);
        HeaderText.require(scheme.equals("sip") || scheme.equals("sips"), "not a SIP URI");
        String rest = uri.substring(colon + 1);
        int at = rest.indexOf('@'); // an @ within the user part is escaped
        HeaderText.require(at != 0, "an empty user part");
        String afterUser = rest.substring(at + 1);
        int question = afterUser.indexOf('?');
        String beforeHeaders = question < 0 ? afterUser : afterUser.substring(0, question);
        int semicolon = beforeHeaders.indexOf(';');
        String hostPort = semicolon < 0 ? beforeHeaders : beforeHeaders.substring(0, semicolon);
        int portColon =
                hostPort.startsWith("[") ? hostPort.indexOf(':', hostPort.indexOf(']') + 1) : hostPort.indexOf(':');
        return new SipAddress(
                scheme.equals("sips"),
                at < 0 ? "" : user(rest.substring(0, at)),
                host(portColon < 0 ? hostPort : hostPort.substring(0, portColon)),
                portColon < 0 ? 0 : port(hostPort.substring(portColon + 1)),
                parts(semicolon < 0 ? "" : beforeHeaders.substring(semicolon + 1), ";"),
                parts(question < 0 ? "" : afterUser.substring(question + 1), "&"));
    }

    /** Empty for every other URI, and for a broken one. */
    public static Optional<SipAddress> of(String uri) {
        try {
            return Optional.of(parse(uri));
        } catch (MalformedHeaderException e) {
            return Optional.empty();
        }
    }

    private static String user(String userInfo) throws MalformedHeaderException {
        int password = userInfo.indexOf(':');
        String user = password < 0 ? userInfo : userInfo.substring(0, password);
        HeaderText.require(!user.isEmpty(), "an empty user part");
        return Escapes.decode(user);
    }

    private static String host(String text) throws MalformedHeaderException {
        String host = text.toLowerCase(Locale.ROOT);
        HeaderText.require(NAME.matcher(host).matches() || IPV6.matcher(host).matches(), "not a host");
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static int port(String text) throws MalformedHeaderException {
        long port = HeaderText.number(text);
        HeaderText.require(port > 0 && port <= 65_535, "not a port");
        return (int) port;
    }

    private static Map<String, String> parts(String text, String separator) throws MalformedHeaderException {
        Map<String, String> parts = new LinkedHashMap<>();
        if (text.isEmpty()) {
            return Map.of();
        }
        for (String part : text.split(separator, -1)) {
            int equals = part.indexOf('=');
            String name = Escapes.decode(equals < 0 ? part : part.substring(0, equals));
            HeaderText.require(!name.isEmpty() && parts.size() < MAX_PARTS, "bad parameters of a URI");
            String before = parts.put(
                    name.toLowerCase(Locale.ROOT), equals < 0 ? "" : Escapes.decode(part.substring(equals + 1)));
            HeaderText.require(before == null, "a parameter of a URI stands there twice");
        }
        return Map.copyOf(parts);
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** Whether the user part is a telephone number (RFC 3261 §19.1.6). */
    public boolean isPhone() {
        return "phone".equalsIgnoreCase(parameters.get("user"));
    }
}
