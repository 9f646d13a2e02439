package org.ssms.protect.recording;

import java.time.Duration;

/** A recording whose files are complete, signed and durable. */
public final class FinishedRecording {
    private final RecordingTicket ticket;
    private final long samples;
    private final long mp4Bytes;
    private final byte[] manifestSha256;

    FinishedRecording(RecordingTicket ticket, long samples, long mp4Bytes, byte[] manifestSha256) {
        this.ticket = ticket;
        this.samples = samples;
        this.mp4Bytes = mp4Bytes;
        this.manifestSha256 = manifestSha256.clone();
    }

    public RecordingTicket ticket() {
        return ticket;
    }

    /** Length in units of {@link #clockRate()}. */
    public long samples() {
        return samples;
    }

    /** In Hz. */
    public int clockRate() {
        return AudioFormat.CLOCK_RATE;
    }

    public Duration length() {
        return Duration.ofMillis(samples * 1000 / AudioFormat.CLOCK_RATE);
    }

    public long mp4Bytes() {
        return mp4Bytes;
    }

    /** A copy: SHA-256 of the manifest file, for the license server. */
    public byte[] manifestSha256() {
        return manifestSha256.clone();
    }
}
