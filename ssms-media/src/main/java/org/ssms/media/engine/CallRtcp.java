package org.ssms.media.engine;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ssms.media.rtcp.ReceptionTracker;
import org.ssms.media.rtcp.ReportTimer;
import org.ssms.media.rtcp.RtcpReader;
import org.ssms.media.rtcp.RtcpWriter;
import org.ssms.media.rtp.MalformedPacketException;
import org.ssms.media.rtp.RtpPacket;

/**
 * Both ends of a call's RTCP (RFC 3550 §6): what we report about the caller's stream and about ours, and what he
 * reports. NTP times are those of the engine's own clock, as a source without wall clock may have it (§6.4.1). Used on
 * the call's loop.
 */
final class CallRtcp implements RtcpReader.Output {
    private static final int NAME_BYTES = 12;
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private int ownSource;
    /** Random, RFC 7022 §4.2: it must not tell who or where we are. */
    private final String canonicalName;

    private final ReceptionTracker tracker = new ReceptionTracker();
    private final ReportTimer timer;
    private int callerSource;
    private boolean callerKnown;
    /** The last packet is audio. */
    private boolean audioLast;

    private long lastTimestamp;
    /** The timestamp of what follows it without a pause. */
    private int nextTimestamp;
    /** The last packet was the last in the socket, which was empty at that time. */
    private boolean emptiedBehind;

    private long emptiedAt;

    private int sentPackets;
    private int sentOctets;
    private int sentAtReport;
    private int sentAtReportBefore;

    private long now;
    private int lastReport;
    private long lastReportAt;
    private long farLost = -1;
    private long roundTripMicros = -1;

    CallRtcp(int ownSource, LoopContext loop) {
        this.ownSource = ownSource;
        byte[] name = new byte[NAME_BYTES];
        loop.random().nextBytes(name);
        canonicalName = Base64.getEncoder().encodeToString(name);
        timer = new ReportTimer(loop.random(), loop.now());
    }

    /** From now on we send as another source, if it is one. */
    void sendsAs(int ssrc) {
        if (ssrc != ownSource) {
            ownSource = ssrc;
            sentPackets = 0;
            sentOctets = 0;
            sentAtReport = 0;
            sentAtReportBefore = 0;
        }
    }

    /** A packet of the caller has come, the first one of this source if {@code first}. */
    void received(RtpPacket packet, boolean first, boolean audio) {
        if (first) {
            tracker.sourceChanged();
            callerSource = packet.ssrc();
            callerKnown = true;
            lastReport = 0;
        }
        tracker.packet(packet.sequenceNumber());
        if (emptiedBehind && (int) packet.timestamp() == nextTimestamp) {
            tracker.audio(lastTimestamp, emptiedAt);
        }
        emptiedBehind = false;
        audioLast = audio;
        lastTimestamp = packet.timestamp();
        nextTimestamp = (int) lastTimestamp + packet.payloadLength();
    }

    /**
     * The socket was empty at that time. Of the packets that were read in one go only the last had come just before, so
     * only this one tells of the jitter, and only if no pause follows it: all others have waited for us.
     */
    void emptied(long nowNanos) {
        if (audioLast) {
            audioLast = false;
            emptiedBehind = true;
            emptiedAt = nowNanos;
        }
    }

    void sent(int payloadOctets) {
        sentPackets++;
        sentOctets += payloadOctets;
    }

    /** Reads a compound packet of the caller that has come at that time. */
    void received(ByteBuffer packet, long nowNanos) throws MalformedPacketException {
        now = nowNanos;
        RtcpReader.read(packet, this);
    }

    @Override
    public void senderReport(int source, int ntpMiddle) {
        if (callerKnown && source == callerSource) {
            lastReport = ntpMiddle;
            lastReportAt = now;
        }
    }

    @Override
    public void receptionReport(int reporter, int source, int lost, int report, int delay) {
        if (source != ownSource) {
            return;
        }
        farLost = lost;
        long roundTrip = Integer.toUnsignedLong((int) (ntp(now) >>> 16) - report - delay);
        if (report != 0 && roundTrip < 0x1_0000L * 60) {
            roundTripMicros = (roundTrip * 1_000_000) >> 16;
        }
    }

    @Override
    public void bye(int source) {
        // the call ends by signalling; the source latch notices a new source by itself
    }

    boolean isDue(long nowNanos) {
        return timer.isDue(nowNanos);
    }

    /** Nothing can be sent now; the next time is chosen all the same. */
    void skipped(long nowNanos) {
        timer.sent(nowNanos);
    }

    /**
     * Writes the report that is due.
     *
     * @param timestamp of our stream at this time
     * @param leaving adds a BYE
     */
    void write(ByteBuffer out, int timestamp, long nowNanos, boolean leaving) {
        RtcpWriter writer = new RtcpWriter(out, ownSource);
        writer.report(ours(timestamp, nowNanos), callers(nowNanos)).description(canonicalName);
        if (leaving) {
            writer.bye();
        }
        timer.sent(nowNanos);
    }

    /** Null when nothing was sent since the report before the last, RFC 3550 §6.4. */
    private RtcpWriter.@Nullable Sent ours(int timestamp, long nowNanos) {
        boolean sending = sentPackets != sentAtReportBefore;
        sentAtReportBefore = sentAtReport;
        sentAtReport = sentPackets;
        return sending ? new RtcpWriter.Sent(ntp(nowNanos), timestamp, sentPackets, sentOctets) : null;
    }

    private RtcpWriter.@Nullable Block callers(long nowNanos) {
        if (!callerKnown) {
            return null;
        }
        int delay = lastReport == 0 ? 0 : (int) (ntp(nowNanos - lastReportAt) >>> 16);
        return new RtcpWriter.Block(
                callerSource,
                tracker.takeFractionLost(),
                (int) tracker.lost(),
                tracker.highestSequence(),
                (int) tracker.jitter(),
                lastReport,
                delay);
    }

    /** Nanoseconds as 32.32 bit fixed point; wraps. */
    private static long ntp(long nanos) {
        long seconds = Math.floorDiv(nanos, NANOS_PER_SECOND);
        return (seconds << 32) | (Math.floorMod(nanos, NANOS_PER_SECOND) << 32) / NANOS_PER_SECOND;
    }

    ReceptionStats stats() {
        return new ReceptionStats(
                tracker.expected(),
                tracker.received(),
                tracker.lost(),
                tracker.jitterMicros(),
                farLost,
                roundTripMicros);
    }
}
