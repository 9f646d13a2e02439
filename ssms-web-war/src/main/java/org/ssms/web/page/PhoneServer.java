package org.ssms.web.page;

import java.util.List;
import org.ssms.location.ListeningPoints.ListeningPoint;

/**
 * One way to our SIP server, for a phone's settings.
 *
 * @param transport UDP, TCP, TLS, WS or WSS
 */
public record PhoneServer(String transport, String host, int port) {
    /** @param webHost the name under which the reader reaches us, for points that listen on every address */
    static List<PhoneServer> of(List<ListeningPoint> points, String webHost) {
        return points.stream()
                .map(point -> new PhoneServer(
                        point.transport(), point.isEverywhere() ? webHost : point.address(), point.port()))
                .toList();
    }
}
