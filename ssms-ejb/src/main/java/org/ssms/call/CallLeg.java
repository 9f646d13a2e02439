package org.ssms.call;

import java.util.concurrent.CompletionStage;

/** The SIP side of a call, implemented by the SIP adapter. */
public interface CallLeg {
    /**
     * Sends BYE, if there is still a dialog. Must not block; called by any thread, at most once.
     *
     * @return completes, no matter how, when the BYE is on its way or there is none to send
     */
    CompletionStage<?> hangUp();

    /** Whether the other side says that it can be asked to call somebody (RFC 3515). */
    default boolean takesRefer() {
        return false;
    }

    /**
     * Asks it to call somebody; what comes of it is told by {@link Call#referred}. Must not block; called by any
     * thread.
     *
     * @param uri a SIP URI without headers
     * @return completes exceptionally when there is no dialog any more
     */
    default CompletionStage<?> refer(String uri) {
        throw new UnsupportedOperationException("it does not take that");
    }
}
