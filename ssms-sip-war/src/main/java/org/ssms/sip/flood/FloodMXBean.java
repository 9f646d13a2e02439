package org.ssms.sip.flood;

/** {@code org.ssms:type=Flood}: requests that sources have sent too many, since the start. */
public interface FloodMXBean {
    /** Requests let in. */
    long getPassed();

    /** Requests answered with 503. */
    long getRefused();

    /** Requests that got no answer, because their source has got enough refusals. */
    long getDropped();

    /** Source addresses remembered. */
    int getSources();
}
