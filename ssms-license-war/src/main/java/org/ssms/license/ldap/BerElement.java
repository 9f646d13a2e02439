package org.ssms.license.ldap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An element of BER (X.690) of what a client has sent, and all that is nested in it. Its content is not copied. */
final class BerElement {
    private static final int CONSTRUCTED = 0x20;
    private static final int TAG_NUMBER = 0x1f;
    private static final int LONG_LENGTH = 0x80;

    private final byte[] octets;
    private final int tag;
    private final int from;
    private final int to;
    private final List<BerElement> inside = new ArrayList<>();

    private BerElement(byte[] octets, int tag, int from, int to) {
        this.octets = octets;
        this.tag = tag;
        this.from = from;
        this.to = to;
    }

    /**
     * The one element that these octets are.
     *
     * @param deepest levels below it
     * @return empty: they are none, or not exactly one, or nested deeper
     */
    static Optional<BerElement> read(byte[] octets, int deepest) {
        return next(octets, 0, octets.length).filter(one -> one.to == octets.length && one.isNested(deepest));
    }

    /** Definite lengths only (RFC 4511 §5.1), of any number of octets up to four. */
    private static Optional<BerElement> next(byte[] octets, int at, int end) {
        if (end - at < 2 || (octets[at] & TAG_NUMBER) == TAG_NUMBER) {
            return Optional.empty();
        }
        int first = octets[at + 1] & 0xff;
        int more = first < LONG_LENGTH ? 0 : first - LONG_LENGTH;
        if (first == LONG_LENGTH || more > Integer.BYTES || more > end - at - 2) {
            return Optional.empty();
        }
        long length = more == 0 ? first : 0;
        for (int i = 0; i < more; i++) {
            length = (length << Byte.SIZE) | (octets[at + 2 + i] & 0xff);
        }
        int from = at + 2 + more;
        return length > end - from
                ? Optional.empty()
                : Optional.of(new BerElement(octets, octets[at] & 0xff, from, from + (int) length));
    }

    private boolean isNested(int deepest) {
        if ((tag & CONSTRUCTED) == 0) {
            return true;
        }
        int at = from;
        while (at < to) {
            Optional<BerElement> next = next(octets, at, to);
            if (next.isEmpty() || deepest == 0 || !next.get().isNested(deepest - 1)) {
                return false;
            }
            inside.add(next.get());
            at = next.get().to;
        }
        return true;
    }

    int tag() {
        return tag;
    }

    /** Where its content begins. */
    int from() {
        return from;
    }

    /** Where it ends, exclusive. */
    int to() {
        return to;
    }

    int length() {
        return to - from;
    }

    /** An octet of its content, as a number from 0 to 255. */
    int octet(int index) {
        return octets[from + index] & 0xff;
    }

    /** None in one that is not constructed. */
    List<BerElement> inside() {
        return inside;
    }
}
