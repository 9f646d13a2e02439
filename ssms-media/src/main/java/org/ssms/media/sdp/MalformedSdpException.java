package org.ssms.media.sdp;

/** Bytes that are not a session description. Answer 400; never log a stack, it has none. */
public final class MalformedSdpException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    /** Lines count from 1. */
    MalformedSdpException(int line, String problem) {
        super("SDP line " + line + ": " + problem, null, false, false);
        this.line = line;
    }

    /** Of an attribute that only some descriptions are read for; its line is not known. */
    MalformedSdpException(String problem) {
        super("SDP " + problem, null, false, false);
        this.line = 0;
    }

    /** 0 when it is not known. */
    public int line() {
        return line;
    }
}
