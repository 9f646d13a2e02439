package org.ssms.call;

import java.util.concurrent.CompletionStage;
import java.util.function.IntPredicate;

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
     * Asks it to call somebody. Must not block; called by any thread.
     *
     * @param uri a SIP URI without headers
     * @param told what comes of this request and of no other: the status of a response to it, or to that call (RFC 3515
     *     §2.4.5); false when nobody waits for that any more. Must not block
     * @return completes exceptionally when it is not asked: there is no dialog any more, or it leads elsewhere by now
     */
    default CompletionStage<?> refer(String uri, IntPredicate told) {
        throw new UnsupportedOperationException("it does not take that");
    }
}
