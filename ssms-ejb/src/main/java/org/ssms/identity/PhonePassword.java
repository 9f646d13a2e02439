package org.ssms.identity;

import java.util.Arrays;
import org.ssms.guard.login.MadeAt;

/** A phone password in clear, for the time of one check. Close it then. Does not print itself. */
final class PhonePassword implements AutoCloseable {
    private final boolean real;
    private final MadeAt made;
    private final byte[] utf8;

    /**
     * Takes the bytes over.
     *
     * @param real false for the stand-in of somebody who has none
     */
    PhonePassword(boolean real, MadeAt made, byte[] utf8) {
        this.real = real;
        this.made = made;
        this.utf8 = utf8;
    }

    boolean real() {
        return real;
    }

    MadeAt made() {
        return made;
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
