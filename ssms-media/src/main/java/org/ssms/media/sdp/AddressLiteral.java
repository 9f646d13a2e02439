package org.ssms.media.sdp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads and writes IP addresses without ever asking the DNS. */
final class AddressLiteral {
    private static final Pattern IP4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IP6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    private AddressLiteral() {}

    /** Empty for host names, wrong literals and an address of the other type. */
    static Optional<InetAddress> parse(Connection connection) {
        boolean six = connection.addressType().equals("IP6");
        String text = connection.address();
        boolean shaped = six
                ? text.indexOf(':') >= 0 && IP6.matcher(text).matches()
                : IP4.matcher(text).matches();
        if (!shaped) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(six ? "[" + text + "]" : text));
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
