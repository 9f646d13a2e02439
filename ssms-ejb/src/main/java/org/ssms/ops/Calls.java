package org.ssms.ops;

import java.util.Map;
import java.util.TreeMap;
import org.ssms.call.CallDesk;
import org.ssms.call.DeskState;
import org.ssms.call.Refusal;

final class Calls implements CallsMXBean {
    private final CallDesk desk;

    Calls(CallDesk desk) {
        this.desk = desk;
    }

    @Override
    public int getCurrent() {
        return desk.currentCalls();
    }

    @Override
    public int getRecordingsInProgress() {
        return desk.recordingsInProgress();
    }

    @Override
    public int getHalfOpen() {
        return desk.halfOpenCalls();
    }

    @Override
    public long getWorkDelayMillis() {
        return desk.workDelay().toMillis();
    }

    @Override
    public DeskState getState() {
        return desk.state();
    }

    @Override
    public long getAnswered() {
        return desk.statistics().answered();
    }

    @Override
    public Map<String, Long> getRefused() {
        Map<String, Long> refused = new TreeMap<>();
        for (Refusal reason : Refusal.values()) {
            refused.put(reason.name(), desk.statistics().refused(reason));
        }
        return refused;
    }

    @Override
    public boolean isAccepting() {
        return desk.accepting();
    }

    @Override
    public void drain() {
        desk.drain();
    }

    @Override
    public void resume() {
        desk.resume();
    }
}
