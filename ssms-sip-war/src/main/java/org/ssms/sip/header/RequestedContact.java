package org.ssms.sip.header;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Contact of a REGISTER (RFC 3261 §10.3, §20.10; RFC 5626 §4.1).
 *
 * @param uri SIP or SIPS, as it is written
 * @param qMillis 0 to 1000
 * @param expires seconds
 * @param instance +sip.instance without its angle brackets
 * @param regId number of the flow, at least 1
 */
public record RequestedContact(
        String uri,
        @Nullable Integer qMillis,
        @Nullable Long expires,
        @Nullable String instance,
        @Nullable Integer regId) {
    private static final int MAX_INSTANCE = 256;

    /** All contacts in order. The wildcard is none: see {@link #isWildcard}. */
    public static List<RequestedContact> list(Collection<String> values) throws MalformedHeaderException {
        List<RequestedContact> contacts = new ArrayList<>();
        for (NameAddress address : NameAddress.list(values)) {
            contacts.add(of(address));
        }
        return contacts;
    }

    public static boolean isWildcard(Collection<String> values) {
        return values.size() == 1 && values.iterator().next().strip().equals("*");
    }

    private static RequestedContact of(NameAddress address) throws MalformedHeaderException {
        // they would get into the requests that are made of it: a Route leads elsewhere
        HeaderText.require(
                SipAddress.parse(address.uri()).headers().isEmpty(), "a registered address has no header fields");
        Optional<String> q = address.parameter("q");
        Optional<String> expires = address.parameter("expires");
        Optional<String> regId = address.parameter("reg-id");
        return new RequestedContact(
                address.uri(),
                q.isPresent() ? qMillis(q.get()) : null,
                expires.isPresent() ? seconds(expires.get()) : null,
                instance(address.parameter("+sip.instance").orElse("")),
                regId.isPresent() ? regId(regId.get()) : null);
    }

    /** Malformed deltas count as the default (RFC 3261 §20.10): they are taken as absent, never as zero. */
    private static @Nullable Long seconds(String text) {
        try {
            return HeaderText.number(text);
        } catch (MalformedHeaderException e) {
            return null;
        }
    }

    private static int qMillis(String text) throws MalformedHeaderException {
        HeaderText.require(text.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?"), "q is 0 to 1");
        return (int) Math.round(Double.parseDouble(text) * 1000);
    }

    private static @Nullable String instance(String text) throws MalformedHeaderException {
        if (text.isEmpty()) {
            return null;
        }
        boolean bracketed = text.length() > 2 && text.startsWith("<") && text.endsWith(">");
        HeaderText.require(bracketed && text.length() <= MAX_INSTANCE, "+sip.instance is a URN in angle brackets");
        return text.substring(1, text.length() - 1);
    }

    private static int regId(String text) throws MalformedHeaderException {
        long id = HeaderText.number(text);
        HeaderText.require(id > 0 && id <= Integer.MAX_VALUE, "reg-id is 1 to 2^31-1");
        return (int) id;
    }
}
