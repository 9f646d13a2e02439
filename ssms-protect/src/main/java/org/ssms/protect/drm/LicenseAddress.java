package org.ssms.protect.drm;

import java.util.regex.Pattern;

/**
 * Where players reach a license server.
 *
 * @param host FQDN, IPv4 address, or IPv6 address in brackets
 * @param port 1 to 65535
 */
public record LicenseAddress(String host, int port) {
    private static final int MAX_HOST = 253;
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern HOST = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*|\\[[0-9A-Fa-f:.]{2,45}]");

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException when nobody could connect to it
     */
    public LicenseAddress {
        if (host.length() > MAX_HOST
                || !HOST.matcher(host).matches()
                || host.equals("0")
                || port < 1
                || port > 0xffff) {
            throw new IllegalArgumentException("not the address of a license server");
        }
    }

    /**
     * Reads {@code host:port}.
     *
     * @throws IllegalArgumentException when it is anything else
     */
    public static LicenseAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("not host:port");
        }
        return new LicenseAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
