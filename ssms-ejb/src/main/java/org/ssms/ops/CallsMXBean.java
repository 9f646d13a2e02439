package org.ssms.ops;

import java.util.Map;
import org.ssms.call.DoorState;

/** The calls of this node: {@code org.ssms:type=Calls}. */
public interface CallsMXBean {
    /** Calls that are up. */
    int getCurrent();

    int getRecordingsInProgress();

    /** Calls whose ACK is not there yet. */
    int getHalfOpen();

    /** How long work for calls, such as the deposit of a key, waits for a thread at the moment. */
    long getWorkDelayMillis();

    /** Calls answered since the start. */
    long getAnswered();

    /** Calls refused since the start, by reason. */
    Map<String, Long> getRefused();

    boolean isAccepting();

    /** {@code DRAINED} after {@link #drain()}: no call is left, and the node may be stopped. */
    DoorState getState();

    /** Refuses new calls with 503 from now on, OPTIONS too; calls that are up go on. For maintenance. */
    void drain();

    /** Ends {@link #drain()}. */
    void resume();
}
