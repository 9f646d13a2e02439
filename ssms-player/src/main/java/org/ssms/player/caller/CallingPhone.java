package org.ssms.player.caller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Places calls to one SIP server over UDP. One thread serves all calls, hundreds of them: signalling, timers, audio in
 * and out.
 */
public final class CallingPhone implements AutoCloseable {
    private static final int MAX_DATAGRAM = 65_535;

    /** What a call needs of its caller. */
    record Wiring(InetSocketAddress local, Executor loop, Timers timers, Consumer<byte[]> wire) {}

    private final DatagramChannel sip;
    private final Selector selector;
    private final Thread thread;
    private final Timers timers = new Timers();
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final Map<String, OutgoingCall> calls = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final ByteBuffer datagram = ByteBuffer.allocate(MAX_DATAGRAM);
    private volatile boolean closed;

    private CallingPhone(DatagramChannel sip, Selector selector) {
        this.sip = sip;
        this.selector = selector;
        this.thread = new Thread(this::run, "sip-caller");
        thread.setDaemon(true);
    }

    /** Opens a caller on a port of its own, on the address that reaches {@code server}. */
    public static CallingPhone open(InetSocketAddress server) throws IOException {
        try (DatagramChannel probe = DatagramChannel.open()) {
            return open(localAddress(probe.connect(server)).getAddress(), server);
        }
    }

    /** Opens a caller on a port of its own of the address {@code local}, which its audio comes from, too. */
    public static CallingPhone open(InetAddress local, InetSocketAddress server) throws IOException {
        Selector selector = Selector.open();
        DatagramChannel sip = DatagramChannel.open().bind(new InetSocketAddress(local, 0));
        sip.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
        sip.connect(server).configureBlocking(false).register(selector, SelectionKey.OP_READ);
        CallingPhone caller = new CallingPhone(sip, selector);
        caller.thread.start();
        return caller;
    }

    /** Starts a call; its INVITE is on the way when this returns or soon after. */
    public OutgoingCall call(CallPlan plan) throws IOException {
        DatagramChannel socket = openRtp();
        Wiring wiring = new Wiring(localAddress(sip), this::execute, timers, this::send);
        OutgoingCall call = new OutgoingCall(wiring, plan, socket, random.nextLong(), this::token);
        calls.put(call.callId(), call);
        execute(() -> {
            register(socket, call);
            call.start(() -> {
                calls.remove(call.callId());
                close(socket);
            });
        });
        return call;
    }

    /** Ends all calls without BYE and frees all ports. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static InetSocketAddress localAddress(DatagramChannel socket) {
        try {
            return (InetSocketAddress) socket.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String token() {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** RTP wants an even port (RFC 3550 §11). */
    private DatagramChannel openRtp() throws IOException {
        List<DatagramChannel> odd = new ArrayList<>();
        InetAddress local = localAddress(sip).getAddress();
        try {
            while (odd.size() < 64) {
                DatagramChannel socket = DatagramChannel.open().bind(new InetSocketAddress(local, 0));
                if (localAddress(socket).getPort() % 2 == 0) {
                    socket.configureBlocking(false);
                    return socket;
                }
                odd.add(socket);
            }
            throw new BindException("no even port free");
        } finally {
            for (DatagramChannel socket : odd) {
                socket.close();
            }
        }
    }

    private void register(DatagramChannel socket, OutgoingCall call) {
        try {
            socket.register(selector, SelectionKey.OP_READ, call);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void execute(Runnable task) {
        work.add(task);
        selector.wakeup();
    }

    private void run() {
        try {
            while (!closed) {
                for (Runnable task = work.poll(); task != null; task = work.poll()) {
                    task.run();
                }
                selector.select(this::ready, timers.run());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            calls.values().forEach(OutgoingCall::drop);
            selector.keys().forEach(key -> close((DatagramChannel) key.channel()));
            close(selector);
        }
    }

    private void ready(SelectionKey key) {
        try {
            DatagramChannel socket = (DatagramChannel) key.channel();
            for (Object source = receive(socket); source != null; source = receive(socket)) {
                if (key.attachment() instanceof OutgoingCall call) {
                    call.heardAudio().received(datagram);
                } else {
                    received(SipMessage.parse(datagram.array(), datagram.limit()));
                }
            }
        } catch (PortUnreachableException e) {
            if (key.channel() == sip) {
                calls.values().forEach(OutgoingCall::unreachable);
            }
        } catch (MalformedSipException | IOException e) {
            // not for us: the timers of the transactions decide what a lost message means
        }
    }

    private @Nullable Object receive(DatagramChannel socket) throws IOException {
        datagram.clear();
        Object source = socket.isOpen() ? socket.receive(datagram) : null;
        datagram.flip();
        return source;
    }

    private void received(SipMessage message) {
        OutgoingCall call = calls.get(message.header("Call-ID").orElse(""));
        if (message.isResponse()) {
            if (call != null) {
                call.response(message);
            }
        } else if (call != null) {
            call.request(message, (status, reason) -> reply(message, status, reason));
        } else if (!message.method().equals("ACK")) {
            send(reply(message, 481, "Call/Transaction Does Not Exist"));
        }
    }

    private static byte[] reply(SipMessage request, int status, String reason) {
        List<SipMessage.Header> headers = new ArrayList<>();
        for (String name : List.of("Via", "From", "To", "Call-ID", "CSeq")) {
            request.headers(name).forEach(value -> headers.add(new SipMessage.Header(name, value)));
        }
        return new SipMessage("SIP/2.0 " + status + " " + reason, headers, "").toBytes();
    }

    private void send(byte[] message) {
        try {
            sip.write(ByteBuffer.wrap(message));
        } catch (IOException e) {
            // as if lost: the transaction repeats it
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot close", e);
        }
    }
}
