package org.ssms.base.http;

import java.net.URI;
import java.util.regex.Pattern;

/** Where a server may be to which secrets go. */
public final class ServerAddress {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|\\[(0+:){7}0*1]");

    private ServerAddress() {}

    /**
     * Whether nobody on the way can read: https, or http to the own host by name or literal. Names are not looked up.
     */
    public static boolean isPrivate(URI url) {
        String host = url.getHost();
        if (host == null) {
            return false;
        }
        return "https".equals(url.getScheme())
                || ("http".equals(url.getScheme()) && LOOPBACK.matcher(host).matches());
    }
}
