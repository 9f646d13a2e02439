package org.ssms.perf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.dtmf.ToneReceiver;
import org.ssms.media.rtp.MalformedPacketException;
import org.ssms.media.rtp.ReorderBuffer;
import org.ssms.media.rtp.RtpPacket;
import org.ssms.media.rtp.Timeline;
import org.ssms.protect.flac.FlacEncoder;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.mp4.CencWriter;
import org.ssms.protect.srtp.SrtpContext;
import org.ssms.protect.srtp.SrtpSuite;
import org.ssms.protect.srtp.StoredSrtpWriter;

/** What each packet of a call costs between its socket and the files of its message, without these: one thread, JMH. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HotPath {
    private static final int PACKETS_PER_MINUTE = 3000;
    private static final int FRAMES_PER_MINUTE = 60 * FlacEncoder.SAMPLE_RATE / FlacEncoder.BLOCK_SIZE;
    private static final int PACKET_NANOS = 20_000_000;
    /** Of a message: twenty minutes. */
    private static final int MESSAGE_PACKETS = 20 * PACKETS_PER_MINUTE;

    private static final int HEADER = RtpPacket.HEADER_BYTES;
    private static final int SSRC = 0x5a00_0001;

    /** One caller, packet by packet. */
    abstract static class Caller {
        final Speech speech = new Speech();
        final ByteBuffer datagram = ByteBuffer.allocate(HEADER + Speech.PACKET_SAMPLES + SrtpContext.MAX_OVERHEAD);
        int packet;

        /** Makes {@link #datagram} the next RTP packet. */
        final ByteBuffer nextDatagram() {
            packet++;
            datagram.clear()
                    .putShort((short) 0x8000)
                    .putShort((short) packet)
                    .putInt(packet * Speech.PACKET_SAMPLES)
                    .putInt(SSRC)
                    .put(speech.ulaw(packet));
            return datagram.flip();
        }
    }

    /** From a datagram to samples in order of time. */
    @State(Scope.Thread)
    public static class Receiving extends Caller implements ReorderBuffer.Output {
        private final RtpPacket rtp = new RtpPacket();
        private final ReorderBuffer order = new ReorderBuffer(this);
        private final Timeline timeline = new Timeline(FlacEncoder.SAMPLE_RATE);
        private final short[] pcm = new short[Speech.PACKET_SAMPLES];
        private long nanos;
        private long end;

        @Override
        public void packet(RtpPacket packet, long sequence) {
            end = timeline.place(packet.timestamp(), sequence, packet.payloadLength(), nanos);
            AudioCodec.PCMU.decode(packet.selectPayload(), pcm);
        }
    }

    @Benchmark
    public long receive(Receiving receiving) throws MalformedPacketException {
        receiving.nanos += PACKET_NANOS;
        receiving.rtp.wrap(receiving.nextDatagram());
        receiving.order.offer(receiving.rtp, receiving.nanos);
        return receiving.end + receiving.pcm[0];
    }

    /** One caller without telephone-events, in a menu. */
    @State(Scope.Thread)
    public static class Listening {
        private final Speech speech = new Speech();
        private int keys;
        private final ToneReceiver tones = new ToneReceiver(key -> keys++);
        private int packet;
    }

    @Benchmark
    public int tones(Listening listening) {
        int packet = listening.packet++;
        short[] pcm = listening.speech.pcm(packet);
        listening.tones.accept((long) packet * Speech.PACKET_SAMPLES, packet, pcm, pcm.length);
        return listening.keys;
    }

    /** A tenth of a second for each frame. */
    @State(Scope.Thread)
    public static class Encoding {
        private final FlacEncoder flac = new FlacEncoder();
        private final short[][] blocks = new short[Speech.PACKETS * Speech.PACKET_SAMPLES / FlacEncoder.BLOCK_SIZE][];
        private final byte[] out = new byte[FlacEncoder.MAX_FRAME_BYTES];
        private int frame;

        public Encoding() {
            Speech speech = new Speech();
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = new short[FlacEncoder.BLOCK_SIZE];
                for (int j = 0; j < FlacEncoder.BLOCK_SIZE; j += Speech.PACKET_SAMPLES) {
                    short[] pcm = speech.pcm((i * FlacEncoder.BLOCK_SIZE + j) / Speech.PACKET_SAMPLES);
                    System.arraycopy(pcm, 0, blocks[i], j, Speech.PACKET_SAMPLES);
                }
            }
        }
    }

    @Benchmark
    public int flacFrame(Encoding encoding) {
        encoding.frame = (encoding.frame + 1) & 0xffff;
        short[] block = encoding.blocks[encoding.frame % encoding.blocks.length];
        return encoding.flac.encode(block, block.length, encoding.frame, encoding.out, 0);
    }

    /** Messages of twenty minutes, one after the other, into nothing. */
    @State(Scope.Thread)
    public static class Packaging extends Caller {
        private final MessageKey key = MessageKey.generate(new SecureRandom());
        private final Queue<CencWriter.Scratch> scratches = new ArrayDeque<>();
        private final WritableByteChannel nowhere = new Nowhere();
        private CencWriter mp4 = newMp4();
        private StoredSrtpWriter srtp = newSrtp();
        private int offset;

        private CencWriter newMp4() {
            try (DerivedKey cenc = key.derive(KeyUse.CENC, DerivedKey.ALL_TRACKS)) {
                int seconds = MESSAGE_PACKETS * Speech.PACKET_SAMPLES / FlacEncoder.SAMPLE_RATE;
                return new CencWriter(nowhere, key.id(), cenc, seconds, scratches);
            } catch (IOException e) {
                throw new UncheckedIOException("nowhere refuses nothing", e);
            }
        }

        private StoredSrtpWriter newSrtp() {
            try (DerivedKey srtpKey = key.derive(KeyUse.SRTP, DerivedKey.AUDIO_TRACK)) {
                return new StoredSrtpWriter(nowhere, key.id(), srtpKey, AudioCodec.PCMU.payloadType());
            }
        }
    }

    /** FLAC is in it. */
    @Benchmark
    public long cencAppend(Packaging message) throws IOException {
        if (message.offset == MESSAGE_PACKETS) {
            message.offset = 0;
            message.mp4 = message.newMp4();
        }
        message.mp4.append(message.speech.pcm(message.offset++), 0, Speech.PACKET_SAMPLES);
        return message.mp4.time();
    }

    @Benchmark
    public int storedSrtpAppend(Packaging message) throws IOException {
        if (message.offset == MESSAGE_PACKETS) {
            message.offset = 0;
            message.srtp = message.newSrtp();
        }
        int offset = message.offset++;
        ByteBuffer payload = ByteBuffer.wrap(message.speech.ulaw(offset));
        message.srtp.append(offset, (long) offset * Speech.PACKET_SAMPLES, payload);
        return offset;
    }

    /** The keys of a call; what comes was protected before, as many packets as there are sequence numbers for. */
    @State(Scope.Thread)
    public static class Protecting extends Caller {
        private final byte[] ours = new byte[30];
        private final byte[] theirs = new byte[30];
        private final byte[][] arriving = new byte[MESSAGE_PACKETS][];
        private SrtpContext context;
        private int arrived;

        public Protecting() {
            Random random = new Random(20_261_126);
            random.nextBytes(ours);
            random.nextBytes(theirs);
            context = new SrtpContext(SrtpSuite.AES_CM_128_HMAC_SHA1_80, theirs, ours);
            for (int i = 0; i < arriving.length; i++) {
                ByteBuffer next = nextDatagram();
                check(context.protectRtp(next));
                arriving[i] = new byte[next.remaining()];
                next.get(0, arriving[i]);
            }
            context = new SrtpContext(SrtpSuite.AES_CM_128_HMAC_SHA1_80, ours, theirs);
        }

        private void check(boolean done) {
            if (!done) {
                throw new IllegalStateException("not protected, or not authentic: packet " + packet);
            }
        }
    }

    @Benchmark
    public ByteBuffer srtpProtect(Protecting call) {
        ByteBuffer packet = call.nextDatagram();
        call.check(call.context.protectRtp(packet));
        return packet;
    }

    @Benchmark
    public ByteBuffer srtpUnprotect(Protecting call) {
        if (call.arrived == MESSAGE_PACKETS) {
            call.arrived = 0;
            call.context = new SrtpContext(SrtpSuite.AES_CM_128_HMAC_SHA1_80, call.ours, call.theirs);
        }
        ByteBuffer packet =
                call.datagram.clear().put(call.arriving[call.arrived++]).flip();
        call.check(call.context.unprotectRtp(packet));
        return packet;
    }

    private static final class Nowhere implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) {
            int size = bytes.remaining();
            bytes.position(bytes.limit());
            return size;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** Measures and prints a table; with {@code --quick} only to see that it works. */
    public static void main(String[] arguments) throws RunnerException {
        boolean quick = arguments.length > 0 && arguments[0].equals("--quick");
        TimeValue time = TimeValue.milliseconds(quick ? 100 : 1000);
        int iterations = quick ? 1 : 5;
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(HotPath.class.getName())
                        .addProfiler(GCProfiler.class)
                        .forks(quick ? 1 : 2)
                        .warmupIterations(iterations)
                        .warmupTime(time)
                        .measurementIterations(iterations)
                        .measurementTime(time)
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();
        System.out.println("| | µs | ± | bytes allocated | CPU s of a recorded minute |");
        System.out.println("|---|---|---|---|---|");
        results.stream()
                .sorted(Comparator.comparing(result -> result.getPrimaryResult().getLabel()))
                .forEach(HotPath::print);
    }

    private static void print(RunResult result) {
        Result<?> time = result.getPrimaryResult();
        Result<?> allocated = Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"));
        int perMinute = time.getLabel().equals("flacFrame") ? FRAMES_PER_MINUTE : PACKETS_PER_MINUTE;
        System.out.printf(
                "| %s | %.3f | %.3f | %.0f | %.4f |%n",
                time.getLabel(),
                time.getScore(),
                time.getScoreError(),
                allocated.getScore(),
                time.getScore() * perMinute / 1e6);
    }
}
