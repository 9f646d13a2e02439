package org.ssms.it.inside;

/** The SIP sessions of a server: {@code org.ssms:type=OpenSessions}. */
public interface OpenSessionsMXBean {
    /** Invalidates all, without a word to the other side. */
    void invalidate();
}
