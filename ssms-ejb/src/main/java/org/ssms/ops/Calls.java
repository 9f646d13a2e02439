package org.ssms.ops;

import java.util.Map;
import java.util.TreeMap;
import org.ssms.call.CallStatistics;
import org.ssms.call.Door;
import org.ssms.call.DoorState;
import org.ssms.call.OpenCalls;
import org.ssms.call.Refusal;

final class Calls implements CallsMXBean {
    private final Door door;
    private final OpenCalls calls;
    private final CallStatistics statistics;

    Calls(Door door, OpenCalls calls, CallStatistics statistics) {
        this.door = door;
        this.calls = calls;
        this.statistics = statistics;
    }

    @Override
    public int getCurrent() {
        return calls.current();
    }

    @Override
    public int getRecordingsInProgress() {
        return calls.recordingsInProgress();
    }

    @Override
    public int getHalfOpen() {
        return door.halfOpenCalls();
    }

    @Override
    public long getWorkDelayMillis() {
        return door.workDelay().toMillis();
    }

    @Override
    public DoorState getState() {
        return door.state();
    }

    @Override
    public long getAnswered() {
        return statistics.answered();
    }

    @Override
    public Map<String, Long> getRefused() {
        Map<String, Long> refused = new TreeMap<>();
        for (Refusal reason : Refusal.values()) {
            refused.put(reason.name(), statistics.refused(reason));
        }
        return refused;
    }

    @Override
    public boolean isAccepting() {
        return door.accepting();
    }

    @Override
    public void drain() {
        door.drain();
    }

    @Override
    public void resume() {
        door.resume();
    }
}
