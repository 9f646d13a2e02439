package org.ssms.media.sdp;

import java.util.Locale;
import java.util.Optional;

/** Who may send on a media stream (RFC 3264 §5.1), seen from the side that describes it. */
public enum Direction {
    SENDRECV,
    SENDONLY,
    RECVONLY,
    INACTIVE;

    public boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    public boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }

    /** The same stream seen from the other side. */
    public Direction reversed() {
        return of(receives(), sends());
    }

    public static Direction of(boolean sends, boolean receives) {
        if (sends) {
            return receives ? SENDRECV : SENDONLY;
        }
        return receives ? RECVONLY : INACTIVE;
    }

    String attribute() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads an attribute name; {@code receiveonly} is accepted as the requirements' example writes it. */
    static Optional<Direction> fromAttribute(String name) {
        return switch (name) {
            case "sendrecv" -> Optional.of(SENDRECV);
            case "sendonly" -> Optional.of(SENDONLY);
            case "recvonly", "receiveonly" -> Optional.of(RECVONLY);
            case "inactive" -> Optional.of(INACTIVE);
            default -> Optional.empty();
        };
    }
}
