package org.ssms.sip.container.application;

import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.core.session.SipApplicationSessionImpl;

/**
 * The lock of an application session. Nobody keeps that of a session that has ended: upstream fails on what still comes
 * for it without giving the lock back, and each that comes later would hold a thread of the stack for half a minute.
 */
final class SessionLock {
    private SessionLock() {}

    /** Waits for it. */
    static void take(MobicentsSipApplicationSession session) {
        session.acquire();
        if (!session.isValidInternal()) {
            session.release();
        }
    }

    static void giveBack(MobicentsSipApplicationSession session) {
        if (session.isValidInternal() || isTaken(session)) {
            session.release();
        }
    }

    private static boolean isTaken(MobicentsSipApplicationSession session) {
        return !(session instanceof SipApplicationSessionImpl known)
                || known.getSemaphore() == null
                || known.getSemaphore().availablePermits() == 0;
    }
}
