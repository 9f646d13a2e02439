package org.ssms.web.page;

import java.util.List;
import java.util.Set;
import org.ssms.location.ListeningPoints.ListeningPoint;

/**
 * One way to our SIP server, for a phone's settings.
 *
 * @param transport UDP, TCP, TLS, WS or WSS
 */
public record PhoneServer(String transport, String host, int port) {
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    /** @param webHost the name under which the reader reaches us, for points that listen on every address */
    static List<PhoneServer> of(List<ListeningPoint> points, String webHost) {
        return points.stream()
                .map(point -> new PhoneServer(
                        point.transport(),
                        EVERYWHERE.contains(point.address()) ? webHost : point.address(),
                        point.port()))
                .toList();
    }
}
