package org.ssms.greeting;

/** A file is not the kind of WAV file that is understood here. The message says which kind is. */
public final class MalformedWavException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedWavException() {
        // no stack trace: expected of what comes from outside
        super("It must be a whole WAV file of PCM, 16 bit, 8 kHz, one channel.", null, false, false);
    }
}
