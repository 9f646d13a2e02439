package org.ssms.player.caller;

/** How a call came to its end. */
public enum CallEnd {
    /** It never became a call. */
    REFUSED,
    /** We sent BYE and it was confirmed, or nobody confirmed it in time. */
    BY_CALLER,
    /** The other side sent BYE. */
    BY_SERVER
}
