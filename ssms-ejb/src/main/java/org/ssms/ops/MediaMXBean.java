package org.ssms.ops;

/**
 * The media engine of this node: {@code org.ssms:type=Media}. The meaning of each figure is that of
 * {@link org.ssms.media.engine.MediaCounters}.
 */
public interface MediaMXBean {
    int getOpenCalls();

    int getPortsInUse();

    long getPacketsReceived();

    long getPacketsMalformed();

    long getPacketsForeignSource();

    long getPacketsIgnored();

    long getPacketsLate();

    long getPacketsLost();

    long getPacketsDuplicate();

    long getPacketsSent();

    long getTickLatenessMicros();

    long getPacketsUnauthentic();

    long getRtcpReceived();

    long getRtcpSent();
}
