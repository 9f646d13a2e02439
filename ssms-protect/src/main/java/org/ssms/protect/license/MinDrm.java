package org.ssms.protect.license;

import java.util.Locale;

/** The weakest protection that may play, in rising order of strength. */
public enum MinDrm {
    /** The key is in the memory of the player's page or program (W3C EME ClearKey, stored SRTP). */
    CLEARKEY,
    /** A content decryption module in software keeps the key. */
    SOFTWARE,
    /** The key stays in hardware. */
    HARDWARE;

    /** The name in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The level with that label.
     *
     * @throws IllegalArgumentException when no level has that label
     */
    public static MinDrm parse(String label) {
        for (MinDrm level : values()) {
            if (level.label().equals(label)) {
                return level;
            }
        }
        throw new IllegalArgumentException("unknown protection level");
    }
}
