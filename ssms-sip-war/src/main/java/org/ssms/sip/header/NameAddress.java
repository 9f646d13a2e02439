package org.ssms.sip.header;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An address with its name and the parameters of its header field: name-addr or addr-spec (RFC 3261 §20.10, §25.1).
 *
 * @param name display name without quotes; empty when there is none
 * @param uri as it is written, not checked
 * @param parameters lower-case names; a flag has the value ""
 */
public record NameAddress(String name, String uri, Map<String, String> parameters) {
    public static NameAddress parse(String text) throws MalformedHeaderException {
        return parse(text, false);
    }

    private static NameAddress parse(String text, boolean loose) throws MalformedHeaderException {
        String value = text.strip();
        HeaderText.require(value.length() <= HeaderText.MAX_CHARS, "too long");
        int open = openBracket(value);
        if (open < 0) {
            int quoted = loose && value.startsWith("\"") ? HeaderText.endOfQuotes(value, 0) + 1 : 0;
            int semicolon = value.indexOf(';', quoted);
            int end = semicolon < 0 ? value.length() : semicolon;
            String spec = value.substring(0, end).stripTrailing();
            int start = loose ? Math.max(quoted, spec.lastIndexOf(' ') + 1) : 0; // some write a name without brackets
            return new NameAddress(
                    displayName(spec.substring(0, start).strip()),
                    checked(spec.substring(start)),
                    parameters(value.substring(end), loose));
        }
        int close = value.indexOf('>', open);
        HeaderText.require(close > 0, "an angle bracket is not closed");
        return new NameAddress(
                displayName(value.substring(0, open).strip()),
                checked(value.substring(open + 1, close)),
                parameters(value.substring(close + 1), loose));
    }

    private static Map<String, String> parameters(String text, boolean loose) throws MalformedHeaderException {
        return loose ? HeaderText.looseParameters(text) : HeaderText.parameters(text);
    }

    /**
     * Those addresses of a field that can be read, in order: for what only informs. A broken one takes nothing from the
     * others, parameters may be empty or repeated, and brackets may be missing behind a name.
     */
    public static List<NameAddress> readable(Collection<String> values) {
        List<NameAddress> addresses = new ArrayList<>();
        for (String element : HeaderText.looseElements(values)) {
            try {
                addresses.add(parse(element, true));
            } catch (MalformedHeaderException e) {
                // this one says nothing
            }
        }
        return addresses;
    }

    /** All addresses of a field that may be repeated or written as a list; in order. */
    public static List<NameAddress> list(Collection<String> values) throws MalformedHeaderException {
        List<NameAddress> addresses = new ArrayList<>();
        for (String element : HeaderText.elements(values)) {
            addresses.add(parse(element));
        }
        return addresses;
    }

    private static int openBracket(String value) throws MalformedHeaderException {
        int from = value.startsWith("\"") ? HeaderText.endOfQuotes(value, 0) + 1 : 0;
        return value.indexOf('<', from);
    }

    private static String displayName(String text) throws MalformedHeaderException {
        if (text.startsWith("\"")) {
            return HeaderText.unquoted(text);
        }
        HeaderText.require(text.indexOf('"') < 0 && text.indexOf('>') < 0, "a broken display name");
        return text;
    }

    private static String checked(String uri) throws MalformedHeaderException {
        HeaderText.require(uri.indexOf(':') > 0, "an address without a scheme");
        HeaderText.require(uri.chars().allMatch(c -> c > ' ' && c != '<' && c != '>' && c != '"'), "not a URI");
        return uri;
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }
}
