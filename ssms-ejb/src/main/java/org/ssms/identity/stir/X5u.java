package org.ssms.identity.stir;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.ssms.base.net.AddressBlock;

/**
 * Where a signer says his certificate is (RFC 7515 §4.1.5), as far as we go there: https, to a host that the operator
 * allows, at a public address. A host that is allowed as an address may be anywhere.
 *
 * @param host in lower case, an IPv6 address without brackets
 * @param resource path and query
 */
record X5u(String host, int port, String resource) {
    private static final int MAX_CHARS = 1024;
    private static final int HTTPS_PORT = 443;

    /**
     * Reads a URL.
     *
     * @param allowed {@code host} for port 443, or {@code host:port}, in lower case
     * @return empty when it is not such a URL
     */
    static Optional<X5u> parse(String url, Set<String> allowed) {
        if (url.length() > MAX_CHARS) {
            return Optional.empty();
        }
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (!"https".equalsIgnoreCase(uri.getScheme())
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawFragment() != null) {
            return Optional.empty();
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        int port = uri.getPort() < 0 ? HTTPS_PORT : uri.getPort();
        boolean isAllowed = allowed.contains(host + ":" + port) || (port == HTTPS_PORT && allowed.contains(host));
        if (!isAllowed) {
            return Optional.empty();
        }
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return Optional.of(new X5u(host.replace("[", "").replace("]", ""), port, path + query));
    }

    /** The address to connect to, asked for once: what is looked at here is where the connection goes. */
    InetAddress address() throws UnknownHostException {
        if (AddressBlock.parse(host).isPresent()) {
            return InetAddress.getByName(host);
        }
        for (InetAddress address : InetAddress.getAllByName(host)) {
            if (PublicAddresses.contains(address)) {
                return address;
            }
        }
        throw new UnknownHostException("no public address");
    }

    /** The value of the Host header field. */
    String authority() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == HTTPS_PORT ? name : name + ":" + port;
    }
}
