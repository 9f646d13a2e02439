package org.ssms.protect.key;

/** What a derived key decrypts: each use has its own, so that a license releases no more than was asked for. */
public enum KeyUse {
    /** The MP4 file, all tracks: 16 bytes key, no salt. */
    CENC("cenc", 16, 0),
    /** One track of the stored SRTP packets: 16 bytes master key, 14 bytes master salt (RFC 3711 §8.2). */
    SRTP("srtp", 16, 14),
    /** What the owner of a mailbox says to his callers, as a whole: 32 bytes key, no salt. In no license. */
    GREETING("greeting", 32, 0);

    private final String label;
    private final int keyBytes;
    private final int saltBytes;

    KeyUse(String label, int keyBytes, int saltBytes) {
        this.label = label;
        this.keyBytes = keyBytes;
        this.saltBytes = saltBytes;
    }

    /** The name in the license document, and the start of the derivation's {@code info}. */
    public String label() {
        return label;
    }

    public int keyBytes() {
        return keyBytes;
    }

    public int saltBytes() {
        return saltBytes;
    }

    /**
     * The use with that label.
     *
     * @throws IllegalArgumentException when no use has that label
     */
    public static KeyUse parse(String label) {
        for (KeyUse use : values()) {
            if (use.label.equals(label)) {
                return use;
            }
        }
        throw new IllegalArgumentException("unknown key use");
    }
}
