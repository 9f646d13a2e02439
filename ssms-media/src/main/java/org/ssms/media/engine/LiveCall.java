package org.ssms.media.engine;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.dtmf.DtmfReceiver;
import org.ssms.media.dtmf.TelephoneEvent;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.rtp.MalformedPacketException;
import org.ssms.media.rtp.RtpPacket;
import org.ssms.media.rtp.RtpSource;
import org.ssms.media.sdp.AudioFlow;

/** One call as its loop sees it: every method is called by that loop's thread only. */
final class LiveCall {
    private static final Logger LOG = System.getLogger(LiveCall.class.getName());

    private final DatagramChannel channel;
    private final InetAddress local;
    private final MediaCallListener listener;
    private final LoopContext loop;
    private final SourceLatch latch;
    private final PromptPlayer player;
    private final DtmfReceiver keys = new DtmfReceiver();

    private @Nullable AudioFlow flow;
    private boolean mayBeSentTo;
    private boolean mediaSeen;
    private @Nullable CallRecorder recorder;
    private RecordingStats stats = new RecordingStats(0, 0, 0, 0, 0);
    private boolean closed;

    LiveCall(
            DatagramChannel channel,
            InetAddress local,
            MediaCallListener listener,
            LoopContext loop,
            RtpSource source) {
        this.channel = channel;
        this.local = local;
        this.listener = listener;
        this.loop = loop;
        latch = new SourceLatch(source.ssrc());
        player = new PromptPlayer(source, loop.now());
    }

    DatagramChannel channel() {
        return channel;
    }

    boolean isClosed() {
        return closed;
    }

    void connect(AudioFlow next, @Nullable PacketProtection protection) {
        if (closed) {
            return;
        }
        InetSocketAddress remote = next.remote();
        flow = next;
        latch.signalled(remote);
        mayBeSentTo = loop.mayBeSentTo(remote, local);
        if (!mayBeSentTo && !remote.getAddress().isAnyLocalAddress()) {
            LOG.log(Level.WARNING, "SSMS-2001 nothing will be sent to {0}: not a caller''s address", remote);
        }
    }

    void play(Prompt prompt) {
        player.play(prompt);
    }

    void stopPrompt() {
        player.stop();
    }

    void record(AudioSink sink, RecordingLimits limits) {
        finishRecording();
        AudioCodec codec = flow == null ? AudioCodec.PCMU : flow.codec();
        recorder = new CallRecorder(sink, limits, codec, keys, loop);
        if (closed) {
            finishRecording();
        }
    }

    void recordAfter(Prompt beep, AudioSink sink, RecordingLimits limits) {
        play(beep);
        record(sink, limits);
    }

    ReceptionStats reception() {
        return ReceptionStats.NONE;
    }

    void stopRecording(CompletableFuture<RecordingStats> done) {
        Throwable failure = finishRecording();
        if (failure == null) {
            done.complete(stats);
        } else {
            done.completeExceptionally(failure);
        }
    }

    /** Ends what runs and closes the socket; its port is free when the loop's selector has let go of it. */
    void close() {
        closed = true;
        player.stop();
        finishRecording();
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "SSMS-2002 an RTP socket did not close", e);
        }
    }

    /** Takes one datagram from its position to its limit. */
    void received(ByteBuffer datagram, InetSocketAddress source, long now) {
        LoopCounters counters = loop.counters();
        counters.received.add(1);
        AudioFlow current = flow;
        if (current == null) {
            counters.foreign.add(1);
        } else if (isRtcp(datagram)) {
            counters.ignored.add(1);
        } else {
            try {
                RtpPacket packet = loop.packet();
                packet.wrap(datagram);
                judge(packet, source, current, now);
            } catch (MalformedPacketException e) {
                counters.malformed.add(1);
            }
        }
    }

    /** RTCP on the RTP port (RFC 5761 §4) was not agreed, and would look like RTP with nonsense in it. */
    private static boolean isRtcp(ByteBuffer datagram) {
        int type = datagram.remaining() < 2 ? 0 : datagram.get(datagram.position() + 1) & 0xff;
        return type >= 192 && type <= 223;
    }

    private void judge(RtpPacket packet, InetSocketAddress source, AudioFlow current, long now)
            throws MalformedPacketException {
        switch (latch.judge(source, packet.ssrc(), packet.sequenceNumber(), now)) {
            case REFUSED -> loop.counters().foreign.add(1);
            case BOUND -> {
                keys.reset();
                if (recorder != null) {
                    recorder.sourceChanged();
                }
                accept(packet, current, now);
            }
            case ACCEPTED -> accept(packet, current, now);
        }
    }

    private void accept(RtpPacket packet, AudioFlow current, long now) throws MalformedPacketException {
        boolean event = packet.payloadType() == current.telephoneEventPayloadType();
        boolean audio = !event && AudioCodec.ofPayloadType(packet.payloadType()) != null;
        if (!current.direction().receives() || !(event || audio)) {
            loop.counters().ignored.add(1);
        }
        if (!current.direction().receives()) {
            return;
        }
        if (recorder != null) {
            // also what is no audio: it takes up a sequence number
            recorder.offer(packet, now);
        }
        if (audio && !mediaSeen) {
            mediaSeen = true;
            tell(MediaCallListener::firstMedia);
        }
        if (event) {
            key(packet, now);
        }
    }

    private void key(RtpPacket packet, long now) throws MalformedPacketException {
        char digit = keys.accept(packet.timestamp(), TelephoneEvent.parse(packet.payload()));
        if (digit != DtmfReceiver.NONE) {
            if (recorder != null) {
                recorder.keyPressed(now);
            }
            tell(l -> l.digit(digit));
        }
    }

    /** Sends what is due and ends what is over. */
    void tick(long planned, long now) {
        CallRecorder running = recorder;
        if (running != null) {
            RecordingEnd why = running.tick(now);
            if (why != null) {
                Throwable failure = finishRecording();
                tell(l -> l.recordingEnded(failure == null ? why : RecordingEnd.SINK_FAILED));
            }
        }
        AudioFlow current = flow;
        if (current != null) {
            sendPrompt(current, planned);
        }
        Prompt ended = player.takeEnded(planned);
        if (ended != null) {
            tell(l -> l.promptEnded(ended));
        }
    }

    private void sendPrompt(AudioFlow current, long planned) {
        ByteBuffer out = loop.sendBuffer();
        while (player.next(current, planned, out.clear())) {
            if (out.flip().hasRemaining() && mayBeSentTo) {
                send(out, current);
            }
        }
    }

    private void send(ByteBuffer out, AudioFlow current) {
        InetSocketAddress bound = latch.bound();
        try {
            if (channel.send(out, bound == null ? current.remote() : bound) > 0) {
                loop.counters().sent.add(1);
            }
        } catch (IOException e) {
            // UDP: unreachable now may be reachable for the next packet; the counter shows it
            LOG.log(Level.DEBUG, "an RTP packet could not be sent", e);
        }
    }

    private @Nullable Throwable finishRecording() {
        CallRecorder running = recorder;
        if (running == null) {
            return null;
        }
        recorder = null;
        Throwable failure = running.finish(loop.now());
        stats = running.stats();
        if (failure != null) {
            LOG.log(Level.WARNING, "SSMS-2003 a recording could not be written", failure);
        }
        return failure;
    }

    private void tell(Consumer<MediaCallListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "SSMS-2004 a call's listener failed", e);
        }
    }
}
