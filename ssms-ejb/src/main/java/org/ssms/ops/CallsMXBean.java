package org.ssms.ops;

import java.util.Map;

/** The calls of this node: {@code org.ssms:type=Calls}. */
public interface CallsMXBean {
    /** Calls that are up. */
    int getCurrent();

    int getRecordingsInProgress();

    /** Calls answered since the start. */
    long getAnswered();

    /** Calls refused since the start, by reason. */
    Map<String, Long> getRefused();

    boolean isAccepting();

    /** Refuses new calls with 503 from now on; calls that are up go on. For maintenance. */
    void drain();

    /** Ends {@link #drain()}. */
    void resume();
}
