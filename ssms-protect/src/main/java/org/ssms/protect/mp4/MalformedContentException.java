package org.ssms.protect.mp4;

import java.io.IOException;

/** A protected file breaks its format. Carries where, so that an operator can look at the byte and not at the stack. */
public final class MalformedContentException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    public MalformedContentException(String part, long offset, String problem) {
        super("'%s' at byte %d: %s".formatted(part, offset, problem));
        this.offset = offset;
    }

    /** Of the broken part in the file, in bytes. */
    public long offset() {
        return offset;
    }
}
