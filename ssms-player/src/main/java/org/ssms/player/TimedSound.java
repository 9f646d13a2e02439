package org.ssms.player;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;

/** Sound of one play, which is over at some instant: whoever takes it slowly hears no more after that. */
final class TimedSound extends FilterOutputStream {
    private final InstantSource clock;
    private final Instant end;

    /** The time of the play is over; hearing the message again takes another license. */
    static final class PlayOverException extends IOException {
        private static final long serialVersionUID = 1;
    }

    TimedSound(OutputStream sound, InstantSource clock, Instant end) {
        super(sound);
        this.clock = clock;
        this.end = end;
    }

    @Override
    public void write(int octet) throws IOException {
        check();
        out.write(octet);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        check();
        out.write(octets, offset, length);
    }

    private void check() throws PlayOverException {
        if (clock.instant().isAfter(end)) {
            throw new PlayOverException();
        }
    }
}
