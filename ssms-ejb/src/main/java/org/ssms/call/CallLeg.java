package org.ssms.call;

/** The SIP side of a call, implemented by the SIP adapter. */
public interface CallLeg {
    /** Sends BYE. May block; is called by a managed thread, at most once, and never after the caller has hung up. */
    void hangUp();
}
