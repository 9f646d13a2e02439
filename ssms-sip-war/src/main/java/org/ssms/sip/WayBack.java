package org.ssms.sip;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether what is sent in a dialog is for the machine from which its INVITE came. Contact and Record-Route are what a
 * caller likes: by them he could have a gateway asked that believes us (T12).
 */
final class WayBack {
    private static final Pattern URI =
            Pattern.compile("(?i)sips?:(?:[^@<>?;]*@)?(\\[[0-9a-f:.]+]|[^\\[\\]@:;?<>,\\s]+)(?:[:;?].*)?");
    private static final Pattern ROUTE = Pattern.compile("(?s)[^<]*<([^>]*)>.*");

    private WayBack() {}

    /**
     * Whether both lead there; false also for what can be read in two ways.
     *
     * @param source its numeric address, without port and brackets
     * @param target the remote target, a URI; null: none is said
     * @param routes values of Route or Record-Route, the next hop first
     */
    static boolean leadsTo(String source, @Nullable String target, List<String> routes) {
        return target != null
                && isOf(source, target)
                && routes.stream()
                        .findFirst()
                        .map(route -> isOf(source, uri(route)))
                        .orElse(true);
    }

    private static String uri(String nameAddress) {
        Matcher bracketed = ROUTE.matcher(nameAddress);
        return bracketed.matches() ? bracketed.group(1) : "";
    }

    private static boolean isOf(String source, String uri) {
        Matcher sip = URI.matcher(uri);
        return sip.matches()
                && !uri.toLowerCase(Locale.ROOT).contains("maddr=") // then that is where it goes
                && sip.group(1).replaceAll("[\\[\\]]", "").equalsIgnoreCase(source);
    }
}
