package org.ssms.player.caller;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The call was not answered: a final response of 300 or above, or no response at all, which counts as 408 (RFC 3261
 * §8.1.3.1).
 */
public final class CallRefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final transient @Nullable SipMessage response;

    CallRefusedException(SipMessage response) {
        super(response.status() + " " + response.reason());
        this.status = response.status();
        this.response = response;
    }

    /** Without a response. */
    CallRefusedException(int status, String reason) {
        super(status + " " + reason);
        this.status = status;
        this.response = null;
    }

    public int status() {
        return status;
    }

    /** A header of the response. */
    public Optional<String> header(String name) {
        return response == null ? Optional.empty() : response.header(name);
    }
}
