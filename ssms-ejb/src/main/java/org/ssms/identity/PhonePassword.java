package org.ssms.identity;

import java.util.Arrays;

/** A phone password in clear, for the time of one check. Close it then. Does not print itself. */
final class PhonePassword implements AutoCloseable {
    private final boolean real;
    private final byte[] utf8;

    /**
     * Takes the bytes over.
     *
     * @param real false for the stand-in of somebody who has none
     */
    PhonePassword(boolean real, byte[] utf8) {
        this.real = real;
        this.utf8 = utf8;
    }

    boolean real() {
        return real;
    }

    /** Not a copy. */
    byte[] reveal() {
        return utf8;
    }

    @Override
    public void close() {
        Arrays.fill(utf8, (byte) 0);
    }

    @Override
    public String toString() {
        return "PhonePassword[redacted]";
    }
}
