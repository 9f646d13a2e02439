package org.ssms.media.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.dtmf.DtmfReceiver;
import org.ssms.media.dtmf.TelephoneEvent;
import org.ssms.media.prompt.Sound;
import org.ssms.media.rtp.MalformedPacketException;
import org.ssms.media.rtp.RtpPacket;
import org.ssms.media.rtp.RtpSource;
import org.ssms.media.sdp.AudioFlow;
import org.ssms.media.sdp.Hold;

/** One call as its loop sees it: every method is called by that loop's thread only. */
final class LiveCall implements Receiver {
    private static final Logger LOG = System.getLogger(LiveCall.class.getName());

    private static final long LONGEST_HOLD_NANOS = MediaCall.LONGEST_HOLD.toNanos();

    private final MediaCallListener listener;
    private final LoopContext loop;
    private final CallTransport transport;
    private final SourceLatch latch;
    private final PromptPlayer player;
    private PacketSource outgoing;
    private @Nullable StreamSender sender;
    private final DtmfReceiver keys = new DtmfReceiver();
    private int keySource;
    private final CallTones tones;
    private final CallKeys presses;
    private final CallRecording recording;
    private final CallRtcp rtcp;
    private final RtcpReceiver rtcpReceiver;
    private final HeldPackets held = new HeldPackets();
    private final Hold hold = new Hold();

    private @Nullable AudioFlow flow;
    private boolean speechless;
    private long speechlessSince;
    private boolean mediaSeen;
    private boolean closed;
    /** There may be more in the socket than was taken. */
    private boolean unread;
    /** All that had come by then was taken. */
    private long emptyAt;

    LiveCall(CallSockets sockets, MediaCallListener listener, LoopContext loop, RtpSource source) {
        this.listener = listener;
        this.loop = loop;
        transport = new CallTransport(sockets, loop);
        emptyAt = loop.now();
        latch = new SourceLatch(source.ssrc(), emptyAt);
        player = new PromptPlayer(source, loop.now());
        outgoing = player;
        presses = new CallKeys(loop.counters(), emptyAt);
        tones = new CallTones(loop, digit -> pressed((char) digit, CallKeys.Way.TONES, loop.now()));
        recording = new CallRecording(keys, tones, loop);
        rtcp = new CallRtcp(source.ssrc(), loop);
        rtcpReceiver = new RtcpReceiver(sockets.rtcp(), emptyAt);
    }

    @Override
    public DatagramChannel channel() {
        return transport.sockets().rtp();
    }

    /** The receiver of the RTCP socket. */
    Receiver rtcpReceiver() {
        return rtcpReceiver;
    }

    private final class RtcpReceiver implements Receiver {
        private final DatagramChannel channel;
        private long lastEmpty;

        RtcpReceiver(DatagramChannel channel, long now) {
            this.channel = channel;
            lastEmpty = now;
        }

        @Override
        public DatagramChannel channel() {
            return channel;
        }

        @Override
        public void received(ByteBuffer datagram, InetSocketAddress source, long now) {
            loop.counters().received.add(1);
            AudioFlow current = flow;
            if (current == null || current.isMuxed()) {
                loop.counters().foreign.add(1);
            } else {
                receivedRtcp(datagram, source, between(lastEmpty, now));
            }
        }

        @Override
        public void emptied(long now) {
            lastEmpty = now;
        }
    }

    /** The best guess at when a packet came, so that round trips are as often too short as too long. */
    private static long between(long before, long now) {
        return before + (now - before) / 2;
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * Whether the call is to have a turn at every tick: it hears something or waits for it, its recording has not
     * begun, or it is not settled who its caller is.
     */
    boolean isBrisk() {
        return unread || outgoing.isBusy() || !recording.hasSound() || latch.bound() == null || latch.hasCandidate();
    }

    boolean isOnHold() {
        return hold.isOn();
    }

    void connect(AudioFlow next, PacketProtection.Factory protections) {
        if (closed) {
            return;
        }
        InetSocketAddress remote = next.remote();
        transport.protect(next.keys(), protections);
        flow = next;
        tones.connected(next);
        boolean before = speechless;
        speechless = hold.begin(next) || !next.direction().receives();
        speechlessSince = before ? speechlessSince : loop.now();
        latch.signalled(remote);
        latch.expectsNothing(!next.direction().receives());
        transport.aim(next, latch.bound());
        if (!transport.isCredible(remote) && !remote.getAddress().isAnyLocalAddress()) {
            LOG.log(Level.WARNING, "SSMS-2001 nothing is sent to {0} until the caller is heard", remote);
        }
    }

    void signaller(InetAddress host, boolean trusted) {
        latch.signaller(host);
        transport.signaller(host, trusted);
    }

    void play(List<? extends Sound> prompts) {
        stopStream();
        sendFrom(player);
        player.play(prompts);
    }

    void stopPrompts() {
        player.stop();
    }

    void send(PacketStream stream) {
        if (!closed) {
            player.stop();
            sender = new StreamSender(stream);
            sendFrom(sender);
        }
    }

    /** Its source stays ours until something else is sent: what is reported, and the BYE, are of that one. */
    void stopStream() {
        StreamSender stopped = sender;
        if (stopped != null) {
            stopped.stop(loop.now());
            sender = null;
        }
    }

    private void sendFrom(PacketSource next) {
        outgoing = next;
        rtcp.sendsAs(next.ssrc());
    }

    void listenForTones(boolean on) {
        tones.listen(on);
    }

    void press(char digit) {
        if (!closed) {
            pressed(digit, CallKeys.Way.SIGNALLING, loop.now());
        }
    }

    void record(AudioSink sink, RecordingLimits limits) {
        recording.start(sink, limits);
        if (closed) {
            recording.finish();
        }
    }

    void recordAfter(List<? extends Sound> prompts, AudioSink sink, RecordingLimits limits) {
        recording.await(prompts, sink, limits);
        play(prompts);
        if (closed) {
            recording.finish();
        }
    }

    void stopRecording(CompletableFuture<RecordingStats> done) {
        recordHeld();
        Throwable failure = recording.finish();
        if (failure == null) {
            done.complete(recording.stats());
        } else {
            done.completeExceptionally(failure);
        }
    }

    ReceptionStats reception() {
        return rtcp.stats();
    }

    /** Ends what runs and closes the sockets; their ports are free then, also when this throws. */
    void close() {
        AudioFlow current = closed ? null : flow;
        closed = true;
        try {
            if (current != null) {
                report(current, loop.now(), true);
            }
        } finally {
            try {
                stopPrompts();
                stopStream();
                recordHeld();
                recording.finish();
            } finally {
                transport.close();
            }
        }
    }

    @Override
    public void received(ByteBuffer datagram, InetSocketAddress source, long now) {
        unread = true;
        LoopCounters counters = loop.counters();
        counters.received.add(1);
        AudioFlow current = flow;
        if (current == null) {
            counters.foreign.add(1);
        } else if (isRtcp(datagram)) {
            if (current.isMuxed()) {
                receivedRtcp(datagram, source, between(emptyAt, now));
            } else {
                counters.ignored.add(1);
            }
        } else if (!transport.isProtected() || isAuthentic(datagram, source)) {
            receivedRtp(datagram, source, current, now);
        }
    }

    @Override
    public void emptied(long now) {
        unread = false;
        emptyAt = now;
        latch.emptied(now);
        rtcp.emptied(now);
    }

    /** RFC 5761 §4: it would look like RTP with nonsense in it. */
    private static boolean isRtcp(ByteBuffer datagram) {
        int type = datagram.remaining() < 2 ? 0 : datagram.get(datagram.position() + 1) & 0xff;
        return type >= 192 && type <= 223;
    }

    /** Undoes SRTP; what is not authentic binds no source, and a stranger's packet costs no cryptography. */
    private boolean isAuthentic(ByteBuffer datagram, InetSocketAddress source) {
        if (!latch.mayAccept(source)) {
            loop.counters().foreign.add(1);
            return false;
        }
        boolean authentic = transport.unprotectRtp(datagram);
        if (!authentic) {
            loop.counters().unauthentic.add(1);
        }
        return authentic;
    }

    private void receivedRtp(ByteBuffer datagram, InetSocketAddress source, AudioFlow current, long now) {
        try {
            RtpPacket packet = loop.packet();
            packet.wrap(datagram);
            judge(packet, source, current, now);
        } catch (MalformedPacketException e) {
            loop.counters().malformed.add(1);
        }
    }

    private void receivedRtcp(ByteBuffer datagram, InetSocketAddress source, long arrival) {
        LoopCounters counters = loop.counters();
        if (!transport.takesRtcpFrom(source, latch.bound())) {
            counters.foreign.add(1);
        } else if (!transport.unprotectRtcp(datagram)) {
            counters.unauthentic.add(1);
        } else {
            try {
                rtcp.received(datagram, arrival);
                transport.heardRtcp(source);
                counters.rtcpReceived.add(1);
            } catch (MalformedPacketException e) {
                counters.malformed.add(1);
            }
        }
    }

    private void judge(RtpPacket packet, InetSocketAddress source, AudioFlow current, long now) {
        switch (latch.judge(source, packet.ssrc(), packet.sequenceNumber(), transport.isProtected(), now)) {
            case REFUSED -> loop.counters().foreign.add(1);
            case HELD -> {
                loop.counters().foreign.add(held.keep(packet, source, now));
                if (transport.isProtected() && isEvent(packet, current)) {
                    key(packet, now); // gateways put keys into a stream of their own beside the sound
                }
            }
            case BOUND -> {
                keysOf(packet.ssrc());
                recording.sourceChanged();
                transport.aim(current, source);
                if (!held.isOf(source, packet.ssrc())) {
                    loop.counters().foreign.add(held.drop());
                }
                boolean first = true;
                for (HeldPackets.Held before : held.take()) {
                    accept(before.packet(), first, current, before.arrival());
                    first = false;
                }
                accept(packet, first, current, now);
            }
            case ACCEPTED -> {
                if (!latch.hasCandidate()) {
                    loop.counters().foreign.add(held.drop());
                }
                accept(packet, false, current, now);
            }
        }
    }

    /** The recording ends, and nobody will say any more whose the packets on probation are. */
    private void recordHeld() {
        AudioFlow current = flow;
        if (current == null || speechless || !latch.endsWithCandidate()) {
            loop.counters().foreign.add(held.drop());
            return;
        }
        recording.sourceChanged();
        for (HeldPackets.Held last : held.take()) {
            recording.offer(last.packet(), current, last.arrival());
        }
    }

    private void accept(RtpPacket packet, boolean first, AudioFlow current, long now) {
        boolean event = isEvent(packet, current);
        AudioCodec codec = event ? null : current.codecOf(packet.payloadType());
        boolean audio = codec != null;
        rtcp.received(packet, first, audio);
        if (!current.direction().receives() || !(event || audio)) {
            loop.counters().ignored.add(1);
        }
        if (!current.direction().receives()) {
            return;
        }
        beginRecording(now);
        if (!hold.isOn()) { // then it is music
            // also what is no audio: it takes up a sequence number
            recording.offer(packet, current, now);
        }
        if (!mediaSeen) { // a muted phone, or one that suppresses silence, sends comfort noise or nothing but keys
            mediaSeen = true;
            tell(MediaCallListener::firstMedia);
        }
        if (event) {
            key(packet, now);
        } else if (codec != null && !hold.isOn()) {
            tones.accept(packet, codec);
        }
    }

    /** If one waits for prompts that are over. Asked for each packet, since the tick that notices may be late. */
    private void beginRecording(long now) {
        List<? extends Sound> awaited = recording.awaited();
        if (awaited != null && !player.isPlaying(awaited, now)) {
            recording.begin(now);
        }
    }

    private static boolean isEvent(RtpPacket packet, AudioFlow current) {
        return packet.payloadType() == current.telephoneEventPayloadType()
                && current.direction().receives();
    }

    /** Another stream has another clock. */
    private void keysOf(int ssrc) {
        if (ssrc != keySource) {
            keys.reset();
            keySource = ssrc;
        }
    }

    private void key(RtpPacket packet, long now) {
        try {
            keysOf(packet.ssrc());
            TelephoneEvent event = TelephoneEvent.parse(packet.payload());
            char digit = keys.accept(packet.timestamp(), packet.sequenceNumber(), event);
            if (digit != DtmfReceiver.NONE) {
                pressed(digit, CallKeys.Way.EVENTS, now);
            }
        } catch (MalformedPacketException e) {
            loop.counters().malformed.add(1);
        }
    }

    private void pressed(char digit, CallKeys.Way way, long now) {
        recording.excuseSilence(now);
        if (presses.isPress(digit, way, now)) {
            tell(l -> l.digit(digit));
        }
    }

    /** Sends what is due and ends what is over. */
    void tick(long planned, long now) {
        if (speechless && now - speechlessSince < LONGEST_HOLD_NANOS) {
            recording.excuseSilence(now);
        }
        RecordingEnd why = recording.tick(now, emptyAt);
        if (why != null) {
            recordHeld();
            RecordingEnd told = recording.finish() == null ? why : RecordingEnd.SINK_FAILED;
            tell(l -> l.recordingEnded(told));
        }
        AudioFlow current = flow;
        if (current != null) {
            sendDue(current, planned);
            if (rtcp.isDue(now)) {
                report(current, now, false);
            }
        }
        beginRecording(planned);
        List<? extends Sound> ended = player.takeEnded(planned);
        if (ended != null) {
            tell(l -> l.promptsEnded(ended));
        }
        PacketStream sent = sender == null ? null : sender.takeEnded(planned);
        if (sent != null) {
            tell(l -> l.streamEnded(sent));
        }
    }

    private void sendDue(AudioFlow current, long planned) {
        ByteBuffer out = transport.buffer();
        while (outgoing.next(current, hold.isOn(), planned, out)) {
            int payload = out.flip().remaining() - RtpPacket.HEADER_BYTES;
            if (payload > 0 && outgoing == player) { // nobody hears a key in ciphertext
                tones.sent(out, current.codec());
            }
            if (payload > 0 && transport.sendRtp(out)) {
                loop.counters().sent.add(1);
                rtcp.sent(payload);
            }
            out.clear();
        }
    }

    private void report(AudioFlow current, long now, boolean leaving) {
        if (!transport.canSendRtcp()) {
            rtcp.skipped(now);
            return;
        }
        ByteBuffer out = transport.buffer();
        rtcp.write(out, outgoing.timestampAt(now), now, leaving);
        if (transport.sendRtcp(out.flip(), current.isMuxed())) {
            loop.counters().rtcpSent.add(1);
        }
    }

    private void tell(Consumer<MediaCallListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "SSMS-2004 a call's listener failed", e);
        }
    }
}
