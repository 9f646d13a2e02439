package org.ssms.media.engine;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.ssms.media.rtp.RtpSource;
import org.ssms.media.sdp.AddressFamily;
import org.ssms.media.sdp.SrtpKeys;

/** The media of all calls: a few event loops, one socket per call, no thread per call. Thread safe. */
public final class MediaEngine implements AutoCloseable {
    private static final Logger LOG = System.getLogger(MediaEngine.class.getName());

    /**
     * Room for what comes while a loop is stalled: about ten seconds of one call in packets of 20 ms, three in packets
     * of 5 ms. A call's turns are 100 ms apart at most.
     */
    private static final int RECEIVE_BUFFER = 256 * 1024;

    private static final int RTCP_RECEIVE_BUFFER = 8 * 1024;

    /**
     * A receiver of SRTP that misses the first packets must not meet a roll-over before it knows us, RFC 3711 §3.3.1.
     */
    private static final int MAX_FIRST_SEQUENCE = 1 << 15;

    private static final long JOIN_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final MediaSettings settings;
    private final PacketProtection.Factory protections;
    private final PortPool ports;
    private final List<MediaLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger openCalls = new AtomicInteger();
    private final SecureRandom random = new SecureRandom();
    private volatile boolean closed;

    private MediaEngine(MediaSettings settings, PacketProtection.Factory protections) {
        this.settings = settings;
        this.protections = protections;
        ports = new PortPool(settings.portMin(), settings.portMax());
    }

    /** Opens the loops of an engine without SRTP; every loop is one thread of the factory. */
    public static MediaEngine start(MediaSettings settings, ThreadFactory threads) {
        return start(settings, threads, MediaEngine::noProtection);
    }

    /** Opens the loops; every loop is one thread of the factory. */
    public static MediaEngine start(
            MediaSettings settings, ThreadFactory threads, PacketProtection.Factory protections) {
        return start(settings, threads, protections, System::nanoTime);
    }

    private static PacketProtection noProtection(SrtpKeys keys) {
        throw new IllegalStateException("this engine has no SRTP: " + keys);
    }

    static MediaEngine start(
            MediaSettings settings,
            ThreadFactory threads,
            PacketProtection.Factory protections,
            LongSupplier nanoTime) {
        MediaEngine engine = new MediaEngine(settings, protections);
        int count = settings.loops() == 0 ? Runtime.getRuntime().availableProcessors() : settings.loops();
        try {
            for (int i = 0; i < count; i++) {
                engine.startLoop(threads, new LoopContext(nanoTime, engine.ports, engine.random));
            }
            return engine;
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private void startLoop(ThreadFactory factory, LoopContext context) {
        MediaLoop loop = new MediaLoop(context);
        loops.add(loop);
        Thread thread = factory.newThread(loop);
        threads.add(thread);
        thread.start();
    }

    /** Opens a call on the first address, as {@link #open(MediaCallListener, AddressFamily)} does. */
    public Optional<MediaCall> open(MediaCallListener listener) {
        return open(listener, settings.bind().get(0));
    }

    /**
     * Opens a call on a port of its own; empty when the engine has as many calls as it may, or no free port.
     *
     * @param family wanted; without an address of that family it is the first address, and the offer will not fit
     */
    public Optional<MediaCall> open(MediaCallListener listener, AddressFamily family) {
        return open(listener, settings.bind(family));
    }

    private Optional<MediaCall> open(MediaCallListener listener, InetAddress local) {
        if (closed) {
            return Optional.empty();
        }
        boolean free = openCalls.incrementAndGet() <= settings.maxCalls();
        Optional<MediaCall> call =
                (free ? sockets(local) : Optional.<CallSockets>empty()).map(sockets -> open(sockets, listener));
        if (call.isEmpty()) {
            openCalls.decrementAndGet();
        }
        return call;
    }

    private MediaCall open(CallSockets sockets, MediaCallListener listener) {
        MediaLoop loop = Collections.min(loops, Comparator.comparingInt(MediaLoop::load));
        RtpSource source = new RtpSource(random.nextInt(), random.nextInt(MAX_FIRST_SEQUENCE), random.nextInt());
        LiveCall live = new LiveCall(sockets, listener, loop.context(), source);
        loop.add(live, () -> {
            ports.give(sockets.local().getPort());
            openCalls.decrementAndGet();
        });
        return new MediaCall(sockets.local(), live, loop, protections);
    }

    /** Sockets on the next two ports that are free here and that no other program has; empty when there are none. */
    private Optional<CallSockets> sockets(InetAddress address) {
        for (int tries = 0; tries < ports.size(); tries++) {
            int port = ports.take();
            if (port == PortPool.NONE) {
                return Optional.empty();
            }
            try {
                return Optional.of(bind(new InetSocketAddress(address, port)));
            } catch (BindException takenByAnotherProgram) {
                ports.give(port);
            } catch (IOException e) {
                ports.give(port);
                LOG.log(Level.WARNING, "SSMS-2007 no RTP socket for a new call", e);
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static CallSockets bind(InetSocketAddress local) throws IOException {
        DatagramChannel rtp = bind(local, RECEIVE_BUFFER);
        try {
            InetSocketAddress next = new InetSocketAddress(local.getAddress(), local.getPort() + 1);
            return new CallSockets(local, rtp, bind(next, RTCP_RECEIVE_BUFFER));
        } catch (IOException | RuntimeException e) {
            rtp.close();
            throw e;
        }
    }

    private static DatagramChannel bind(InetSocketAddress local, int receiveBuffer) throws IOException {
        boolean six = local.getAddress() instanceof Inet6Address;
        DatagramChannel channel =
                DatagramChannel.open(six ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
            return channel.bind(local);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Totals of all loops, read while they run. */
    public MediaCounters counters() {
        return new MediaCounters(
                openCalls.get(),
                ports.inUse(),
                TimeUnit.NANOSECONDS.toMicros(
                        loops.stream().mapToLong(MediaLoop::lateness).max().orElse(0)),
                sum(c -> c.received),
                sum(c -> c.malformed),
                sum(c -> c.foreign),
                sum(c -> c.unauthentic),
                sum(c -> c.ignored),
                sum(c -> c.late),
                sum(c -> c.lost),
                sum(c -> c.duplicate),
                sum(c -> c.sent),
                sum(c -> c.rtcpReceived),
                sum(c -> c.rtcpSent));
    }

    private long sum(Function<LoopCounters, Tally> which) {
        return loops.stream()
                .mapToLong(loop -> which.apply(loop.context().counters()).get())
                .sum();
    }

    /** Ends all calls as {@link MediaCall#close()} does and waits for the threads. Closing twice is harmless. */
    @Override
    public void close() {
        closed = true;
        loops.forEach(MediaLoop::stop);
        for (Thread thread : threads) {
            join(thread);
        }
    }

    private static void join(Thread thread) {
        if (thread == Thread.currentThread()) {
            return; // a listener closes the engine: its loop ends when it returns
        }
        try {
            thread.join(JOIN_MILLIS);
            if (thread.isAlive()) {
                LOG.log(Level.WARNING, "SSMS-2008 a media loop does not end: {0}", thread.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
