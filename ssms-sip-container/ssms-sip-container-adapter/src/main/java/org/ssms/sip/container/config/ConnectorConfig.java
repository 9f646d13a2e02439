package org.ssms.sip.container.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the container listens, for example {@code udp:127.0.0.1:5060} or {@code tls:[::1]:5061}.
 *
 * @param address numeric IP address, an IPv6 address without its brackets
 * @param port 1 to 65535
 */
public record ConnectorConfig(Transport transport, String address, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?<transport>[a-zA-Z]+):(?:\\[(?<v6>[0-9a-fA-F:.]+)]|(?<v4>[0-9.]+)):(?<port>\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    static ConnectorConfig parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw refused(text, "must look like udp:127.0.0.1:5060 (transport:numeric address:port)");
        }
        int port = Integer.parseInt(form.group("port"));
        if (port < 1 || port > MAX_PORT) {
            throw refused(text, "has a port outside 1 to " + MAX_PORT);
        }
        String v4 = form.group("v4");
        String address = v4 == null ? form.group("v6") : v4;
        return new ConnectorConfig(transport(text, form.group("transport")), address, port);
    }

    private static Transport transport(String text, String name) {
        try {
            return Transport.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw refused(text, "has an unknown transport, use udp, tcp, tls, ws or wss");
        }
    }

    private static InvalidConfigException refused(String text, String why) {
        return new InvalidConfigException(SipContainerConfig.CONNECTORS, "'" + text + "' " + why);
    }

    @Override
    public String toString() {
        String host = address.indexOf(':') < 0 ? address : "[" + address + "]";
        return transport.token() + ":" + host + ":" + port;
    }

    /**
     * Written out on purpose: the equality that the JDK generates for records keeps the class that used it last, and so
     * the class loader of an undeployed application, in a cache of its own.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConnectorConfig that
                && transport == that.transport
                && address.equals(that.address)
                && port == that.port;
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }
}
