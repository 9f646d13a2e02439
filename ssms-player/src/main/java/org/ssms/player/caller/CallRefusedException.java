package org.ssms.player.caller;

/** The call was not answered: a final response of 300 or above, or no response at all, which counts as 408 (RFC 3261 §8.1.3.1). */
public final class CallRefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    CallRefusedException(int status, String reason) {
        super(status + " " + reason);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
