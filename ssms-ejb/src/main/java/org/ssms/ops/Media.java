package org.ssms.ops;

import org.ssms.media.engine.MediaEngine;

final class Media implements MediaMXBean {
    private final MediaEngine engine;

    Media(MediaEngine engine) {
        this.engine = engine;
    }

    @Override
    public int getOpenCalls() {
        return engine.counters().openCalls();
    }

    @Override
    public int getPortsInUse() {
        return engine.counters().portsInUse();
    }

    @Override
    public long getPacketsReceived() {
        return engine.counters().packetsReceived();
    }

    @Override
    public long getPacketsMalformed() {
        return engine.counters().packetsMalformed();
    }

    @Override
    public long getPacketsForeignSource() {
        return engine.counters().packetsForeignSource();
    }

    @Override
    public long getPacketsIgnored() {
        return engine.counters().packetsIgnored();
    }

    @Override
    public long getPacketsLate() {
        return engine.counters().packetsLate();
    }

    @Override
    public long getPacketsLost() {
        return engine.counters().packetsLost();
    }

    @Override
    public long getPacketsDuplicate() {
        return engine.counters().packetsDuplicate();
    }

    @Override
    public long getPacketsSent() {
        return engine.counters().packetsSent();
    }

    @Override
    public long getTickLatenessMicros() {
        return engine.counters().tickLatenessMicros();
    }

    @Override
    public long getPacketsUnauthentic() {
        return engine.counters().packetsUnauthentic();
    }

    @Override
    public long getRtcpReceived() {
        return engine.counters().rtcpReceived();
    }

    @Override
    public long getRtcpSent() {
        return engine.counters().rtcpSent();
    }
}
