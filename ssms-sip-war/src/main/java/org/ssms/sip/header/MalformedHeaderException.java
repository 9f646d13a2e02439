package org.ssms.sip.header;

/** A header, URI or body breaks its grammar or a limit. Expected from an open port; the text repeats nothing of it. */
public final class MalformedHeaderException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedHeaderException(String problem) {
        super(problem, null, false, false); // no stack trace
    }
}
