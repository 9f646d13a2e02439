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
}
