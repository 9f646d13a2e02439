package org.ssms.protect.client;

import java.net.URI;
import java.util.regex.Pattern;

/** Which addresses of a license server may be used. */
final class ServerAddress {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|\\[(0+:){7}0*1]");

    private ServerAddress() {}

    /**
     * Gives the address back when it is https, or http to the own host by name or literal: names are not looked up.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static String checked(URI base) {
        String scheme = base.getScheme();
        String host = base.getHost();
        if (host == null || base.getQuery() != null || base.getFragment() != null || base.getUserInfo() != null) {
            throw new IllegalArgumentException("not the address of a license server: " + base.getHost());
        }
        boolean encrypted = "https".equals(scheme);
        boolean stays = "http".equals(scheme) && LOOPBACK.matcher(host).matches();
        if (!encrypted && !stays) {
            throw new IllegalArgumentException("keys may go by https, or by http to this host, not to " + base);
        }
        return base.toString();
    }
}
