package org.ssms.protect.srtp;

import java.io.IOException;

/** A file of stored packets breaks its format. */
public final class MalformedSrtpException extends IOException {
    private static final long serialVersionUID = 1L;

    public MalformedSrtpException(long offset, String problem) {
        super("stored packet at byte %d: %s".formatted(offset, problem));
    }
}
