package org.ssms.sip.container.stack;

/** Bytes on a connection that cannot be cut into SIP messages any more; the connection is of no further use. */
public final class MalformedStreamException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedStreamException(String problem) {
        super(problem, null, false, false); // expected on an open port: no stack trace
    }
}
