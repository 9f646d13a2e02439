package org.ssms.call;

/** The SIP side of a call, implemented by the SIP adapter. */
public interface CallLeg {
    /** Sends BYE, if there is still a dialog. Must not block; called by any thread, at most once. */
    void hangUp();
}
