package org.ssms.ops;

/** The messages of this node: {@code org.ssms:type=Messages}. */
public interface MessagesMXBean {
    /** Messages stored since the start. */
    long getStored();

    /** Recordings that wait for the license server and are stored when it is back. */
    int getWaitingForCompletion();

    /** Recordings whose completion fails for another reason; tried again every few seconds, but look into the log. */
    int getFailed();
}
