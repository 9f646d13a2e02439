package org.ssms.location;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A SIP or SIPS URI, parsed as far as RFC 3261 §19.1.4 needs to compare two. */
final class ContactUri {
    static final int MAX_CHARS = 512;

    private static final Pattern URI = Pattern.compile("(?i)(?<scheme>sips?):(?:(?<user>[^@<>\"]*)@)?"
            + "(?<host>\\[[0-9a-f:.]+]|[0-9a-z.-]+)(?::(?<port>[0-9]{1,5}))?"
            + "(?<parameters>;[^?<>\"@]*)?(?:\\?(?<headers>[^<>\"]*))?");
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");
    private static final Pattern ESCAPE = Pattern.compile("%([0-9a-fA-F]{2})");

    /** Must be the same or absent in both. */
    private static final Set<String> ALWAYS_COMPARED = Set.of("user", "ttl", "method", "maddr", "transport");

    private final String address;
    private final String userAtHost;
    private final Map<String, String> parameters;

    private ContactUri(String address, String userAtHost, Map<String, String> parameters) {
        this.address = address;
        this.userAtHost = userAtHost;
        this.parameters = parameters;
    }

    /** Empty for what is no SIP or SIPS URI of at most {@value #MAX_CHARS} printable ASCII characters. */
    static Optional<ContactUri> parse(String text) {
        if (text.length() > MAX_CHARS || !PRINTABLE.matcher(text).matches()) {
            return Optional.empty();
        }
        Matcher uri = URI.matcher(text);
        if (!uri.matches()) {
            return Optional.empty();
        }
        // user information is the one part whose case matters; a default port differs from none
        String userAtHost =
                unescaped(orEmpty(uri.group("user"))) + '@' + uri.group("host").toLowerCase(Locale.ROOT);
        String address = uri.group("scheme").toLowerCase(Locale.ROOT)
                + ':'
                + userAtHost
                + ':'
                + orEmpty(uri.group("port"))
                + '?'
                + orEmpty(uri.group("headers"));
        return Optional.of(new ContactUri(address, userAtHost, parameters(orEmpty(uri.group("parameters")))));
    }

    boolean isSameAs(ContactUri other) {
        if (!address.equals(other.address)) {
            return false;
        }
        Set<String> compared = new HashSet<>(parameters.keySet());
        compared.retainAll(other.parameters.keySet());
        compared.addAll(ALWAYS_COMPARED);
        return compared.stream()
                .allMatch(name -> parameters.getOrDefault(name, "").equals(other.parameters.getOrDefault(name, "")));
    }

    /** The same user at the same host, at whatever port. */
    boolean isOfTheHostOf(ContactUri other) {
        return userAtHost.equals(other.userAtHost);
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : text.split(";", -1)) {
            if (!parameter.isEmpty()) {
                String[] parts = parameter.toLowerCase(Locale.ROOT).split("=", 2);
                parameters.put(parts[0], parts.length == 1 ? "=" : parts[1]);
            }
        }
        return parameters;
    }

    /** Escapes of unreserved characters are the characters; the others keep their escape, in upper case. */
    private static String unescaped(String text) {
        return ESCAPE.matcher(text).replaceAll(escape -> {
            char c = (char) Integer.parseInt(escape.group(1), 16);
            boolean unreserved = c < 0x80 && (Character.isLetterOrDigit(c) || "-_.!~*'()".indexOf(c) >= 0);
            return Matcher.quoteReplacement(
                    unreserved ? String.valueOf(c) : escape.group().toUpperCase(Locale.ROOT));
        });
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
