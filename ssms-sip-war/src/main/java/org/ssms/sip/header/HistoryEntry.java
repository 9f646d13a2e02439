package org.ssms.sip.header;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry of History-Info (RFC 7044 §5).
 *
 * @param uri whom the request was sent to, without embedded header fields
 * @param index place in the tree of targets, such as 1.2.1
 * @param cause SIP status of the embedded Reason: why the request went on from here; 0 when there is none
 * @param hidden whether the embedded Privacy wants the entry hidden
 * @param origin how this target came about: "rc", "mp" or "np" with the index it came from; empty when not said
 */
public record HistoryEntry(String uri, String index, int cause, boolean hidden, String origin) {
    public static final String HEADER = "History-Info";

    private static final Pattern INDEX = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,4}){0,31}");
    private static final Pattern SIP_CAUSE =
            Pattern.compile("(?i)\\s*SIP\\s*;(?:.*;)?\\s*cause\\s*=\\s*([1-6][0-9]{2})(?:\\s*[;,].*)?");

    /** Those that can be written again as they are, by index: the earliest target first. */
    public static List<HistoryEntry> forwardable(Collection<String> values) {
        List<HistoryEntry> entries = new ArrayList<>();
        for (NameAddress address : NameAddress.readable(values)) {
            try {
                entries.add(of(address));
            } catch (MalformedHeaderException e) {
                // without a place in the tree it says nothing to the next one
            }
        }
        entries.sort(Comparator.comparing(HistoryEntry::path, Arrays::compare));
        return entries;
    }

    /**
     * The readable ones: the earliest target first, or as they are written where somebody writes no indexes, or broken
     * ones, which are "" here.
     */
    public static List<HistoryEntry> readable(Collection<String> values) {
        List<HistoryEntry> entries = NameAddress.readable(values).stream()
                .map(HistoryEntry::withoutOrigin)
                .toList();
        return entries.stream().anyMatch(entry -> entry.index.isEmpty())
                ? entries
                : entries.stream()
                        .sorted(Comparator.comparing(HistoryEntry::path, Arrays::compare))
                        .toList();
    }

    private static HistoryEntry withoutOrigin(NameAddress address) {
        String index = address.parameter("index")
                .filter(text -> INDEX.matcher(text).matches())
                .orElse("");
        return of(address, index, "");
    }

    private static HistoryEntry of(NameAddress address) throws MalformedHeaderException {
        String index = address.parameter("index").orElse("");
        HeaderText.require(INDEX.matcher(index).matches(), "an index is missing or broken");
        return of(address, index, origin(address));
    }

    private static HistoryEntry of(NameAddress address, String index, String origin) {
        int question = address.uri().indexOf('?');
        Map<String, String> headers = embedded(address.uri());
        return new HistoryEntry(
                question < 0 ? address.uri() : address.uri().substring(0, question),
                index,
                causeOf(Optional.ofNullable(headers.get("reason")).orElse("")),
                Privacy.of(Optional.ofNullable(headers.get("privacy")).orElse(""))
                        .hidesHistory(),
                origin);
    }

    private static Map<String, String> embedded(String uri) {
        return SipAddress.of(uri).map(SipAddress::headers).orElse(Map.of());
    }

    /** The cause of a Reason header field (RFC 3326) with the protocol SIP, else 0. */
    public static int causeOf(String reason) {
        Matcher cause = SIP_CAUSE.matcher(reason);
        return reason.length() <= HeaderText.MAX_CHARS && cause.matches() ? Integer.parseInt(cause.group(1)) : 0;
    }

    private static String origin(NameAddress address) throws MalformedHeaderException {
        for (String kind : List.of("rc", "mp", "np")) {
            Optional<String> from = address.parameter(kind);
            if (from.isPresent()) {
                HeaderText.require(
                        from.get().isEmpty() || INDEX.matcher(from.get()).matches(), "a broken " + kind);
                return from.get().isEmpty() ? kind : kind + "=" + from.get();
            }
        }
        return "";
    }

    private int[] path() {
        return Arrays.stream(index.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }

    public String encode() {
        StringBuilder embedded = new StringBuilder();
        if (cause != 0) {
            embedded.append("?Reason=").append(Escapes.header("SIP;cause=" + cause));
        }
        if (hidden) {
            embedded.append(cause == 0 ? '?' : '&').append("Privacy=history");
        }
        return "<" + uri + embedded + ">;index=" + index + (origin.isEmpty() ? "" : ";" + origin);
    }
}
