package org.ssms.media.sdp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads and writes IP addresses without ever asking the DNS. */
final class AddressLiteral {
    private static final Pattern IP6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    private AddressLiteral() {}

    /** Empty for host names, wrong literals and an address of another type than the connection says. */
    static Optional<InetAddress> parse(Connection connection) {
        return switch (connection.addressType()) {
            case "IP4" -> parseIp4(connection.address());
            case "IP6" -> parseIp6(connection.address());
            default -> Optional.empty();
        };
    }

    private static Optional<InetAddress> parseIp4(String text) {
        if (text.length() > 15) {
            return Optional.empty();
        }
        String[] parts = text.split("\\.", -1);
        byte[] address = new byte[4];
        if (parts.length != address.length) {
            return Optional.empty();
        }
        for (int i = 0; i < address.length; i++) {
            int octet = Decimal.parse(parts[i], 255);
            if (octet < 0) {
                return Optional.empty();
            }
            address[i] = (byte) octet;
        }
        try {
            return Optional.of(InetAddress.getByAddress(address));
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }

    private static Optional<InetAddress> parseIp6(String text) {
        if (text.indexOf(':') < 0 || !IP6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            // in brackets it can only be a literal
            InetAddress address = InetAddress.getByName("[" + text + "]");
            return address instanceof Inet6Address ? Optional.of(address) : Optional.empty();
        } catch (UnknownHostException notALiteral) {
            return Optional.empty();
        }
    }

    static String format(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }
}
