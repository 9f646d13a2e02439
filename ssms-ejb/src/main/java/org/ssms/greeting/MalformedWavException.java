package org.ssms.greeting;

/** A file is no WAV file, or one that is not understood here. The message says why; nothing of the file is in it. */
public final class MalformedWavException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedWavException(String problem) {
        super(problem, null, false, false); // no stack trace: expected of what comes from outside
    }
}
