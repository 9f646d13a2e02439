package org.ssms.player.caller;

/** A datagram that is no SIP message. Expected on an open port: it is dropped. */
final class MalformedSipException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedSipException(String problem) {
        super(problem, null, false, false);
    }
}
