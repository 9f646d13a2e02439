package org.ssms.protect.recording;

/** The RTP audio that is recorded, with its static payload type (RFC 3551 §6). */
public enum AudioFormat {
    PCMU(0),
    PCMA(8);

    /** Of both formats, in Hz. */
    public static final int CLOCK_RATE = 8000;

    private final int payloadType;

    AudioFormat(int payloadType) {
        this.payloadType = payloadType;
    }

    public int payloadType() {
        return payloadType;
    }
}
