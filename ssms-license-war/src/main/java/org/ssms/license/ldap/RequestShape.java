package org.ssms.license.ldap;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What the SDK's decoder is given of a request of LDAP. It takes lengths of inner elements as they come, follows nested
 * ones by recursion, keeps every number that it meets as a scope, a way to treat aliases, a kind of change, or in a
 * control that it knows from answers, for as long as the process lives, and reads on in what an operation has too much.
 */
final class RequestShape {
    /** The deepest that clients send are filters, some levels below the message. */
    private static final int DEEPEST = 16;

    private static final int MESSAGE = 0x30;
    private static final int NUMBER = 0x02;
    private static final int CONTROLS = 0xa0;
    private static final int BOOLEAN = 0x01;
    private static final int LONG_LENGTH = 0x80;

    /** Controls: one, critical, of the identifier 1.1. */
    private static final byte[] TO_BE_HEEDED = HexFormat.of().parseHex("a00a30080403312e310101ff");

    private RequestShape() {}

    /**
     * A request as the decoder may have it: without its controls, of which we know none; with one that nobody knows,
     * where any of them must be heeded (RFC 4511 §4.1.11). Empty: it is no request.
     */
    static Optional<byte[]> read(byte[] octets) {
        return BerElement.read(octets, DEEPEST)
                .filter(RequestShape::isMessage)
                .map(message -> withoutControls(octets, message));
    }

    private static boolean isMessage(BerElement message) {
        List<BerElement> parts = message.inside();
        return message.tag() == MESSAGE
                && (parts.size() == 2 || (parts.size() == 3 && isControls(parts.get(2))))
                && parts.get(0).tag() == NUMBER
                && RequestFields.isNumber(parts.get(0))
                && RequestFields.areExact(parts.get(1));
    }

    private static boolean isControls(BerElement controls) {
        return controls.tag() == CONTROLS
                && controls.inside().stream()
                        .map(BerElement::inside)
                        .allMatch(control -> !control.isEmpty() && control.size() <= 3);
    }

    private static byte[] withoutControls(byte[] octets, BerElement message) {
        List<BerElement> parts = message.inside();
        if (parts.size() == 2) {
            return octets;
        }
        byte[] control = parts.get(2).inside().stream().anyMatch(RequestShape::isCritical) ? TO_BE_HEEDED : new byte[0];
        int length = parts.get(1).to() - message.from();
        return ByteBuffer.allocate(2 + Integer.BYTES + length + control.length)
                .put((byte) MESSAGE)
                .put((byte) (LONG_LENGTH + Integer.BYTES))
                .putInt(length + control.length)
                .put(octets, message.from(), length)
                .put(control)
                .array();
    }

    private static boolean isCritical(BerElement control) {
        return control.inside().stream()
                .anyMatch(field -> field.tag() == BOOLEAN && field.length() == 1 && field.octet(0) != 0);
    }
}
