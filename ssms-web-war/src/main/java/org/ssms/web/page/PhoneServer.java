package org.ssms.web.page;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.ssms.config.SsmsConfig;

/**
 * One way to our SIP server, for a phone's settings.
 *
 * @param transport UDP, TCP, TLS, WS or WSS
 */
public record PhoneServer(String transport, String host, int port) {
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    /** @param webHost the name under which the reader reaches us, for connectors that listen on every address */
    static List<PhoneServer> of(List<SsmsConfig.Connector> connectors, String webHost) {
        return connectors.stream()
                .map(connector -> new PhoneServer(
                        connector.transport().toUpperCase(Locale.ROOT),
                        EVERYWHERE.contains(connector.address()) ? webHost : connector.address(),
                        connector.port()))
                .toList();
    }
}
