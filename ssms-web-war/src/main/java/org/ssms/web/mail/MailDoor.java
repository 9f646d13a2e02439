package org.ssms.web.mail;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.ssms.base.config.ConfigException;
import org.ssms.web.mail.MailConnection.Surroundings;
import org.ssms.web.mail.imap.Imap;
import org.ssms.web.mail.pop3.Pop3;

/**
 * The ports of POP3 and IMAP, open from {@link #open} to {@link #close}. One thread accepts, sees who has said
 * something, and ends those whose time is over; workers do everything else.
 */
final class MailDoor implements AutoCloseable {
    static final int STRANGERS_PER_SOURCE = 32;
    static final int STRANGERS = 512;
    /** However many wait for a look at their passwords, who is logged in does not. */
    static final int WORKERS_OF_STRANGERS = 6;

    private static final System.Logger LOG = System.getLogger(MailDoor.class.getName());

    private static final int WORKERS_OF_OWNERS = 10;
    private static final int WORKERS_PER_SOURCE = 4;
    private static final long LOOK_MILLIS = 250;
    private static final long LOOK_NANOS = Duration.ofMillis(LOOK_MILLIS).toNanos();
    /** While there are no descriptors. */
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();
    /** For what workers do when it is closed. */
    private static final long PATIENCE_MILLIS = 5000;

    private static final int ACCEPTED_AT_ONCE = 64;
    private static final int NOT_OPEN = 0;

    private final MailDoorConfig config;
    private final MailDesk desk;
    private final Surroundings surroundings;
    private final FairWorkers ofStrangers;
    private final FairWorkers ofOwners;
    private final Selector selector;
    private final List<ServerSocketChannel> ports = new ArrayList<>();
    private final Strangers<MailConnection> strangers =
            new Strangers<>(STRANGERS_PER_SOURCE, STRANGERS, MailConnection::source);
    private final Owners<MailConnection> owners;
    private final Set<MailConnection> all = ConcurrentHashMap.newKeySet();
    private @Nullable Thread thread;
    private volatile boolean isClosed;
    private long lookedAt = System.nanoTime();

    /** What is talked at a port. */
    private record Port(boolean isTls, Function<Client, Conversation> protocol) {}

    private MailDoor(MailDoorConfig config, MailTls tls, MailDesk desk, ThreadFactory threads) throws IOException {
        this.config = config;
        this.desk = desk;
        this.selector = Selector.open();
        this.owners = new Owners<>(
                config.connectionsPerSource(),
                config.connections(),
                config.sessionsPerUser(),
                MailConnection::source,
                MailConnection::isOpen);
        this.ofStrangers = new FairWorkers(WORKERS_OF_STRANGERS, WORKERS_PER_SOURCE, threads);
        this.ofOwners = new FairWorkers(WORKERS_OF_OWNERS, WORKERS_PER_SOURCE, threads);
        this.surroundings = new Surroundings(
                tls,
                ofStrangers,
                ofOwners,
                new OnceAnHour(System::nanoTime),
                System::nanoTime,
                config.login(),
                config.idle());
    }

    /** @throws ConfigException when a port cannot be listened to; then none is */
    static MailDoor open(MailDoorConfig config, MailTls tls, MailDesk desk, ThreadFactory threads) {
        return open(config, tls, desk, threads, number -> number != NOT_OPEN);
    }

    /** At all four ports, those without a number where the system has room: for tests. */
    static MailDoor openAnywhere(MailDoorConfig config, MailTls tls, MailDesk desk, ThreadFactory threads) {
        return open(config, tls, desk, threads, number -> true);
    }

    private static MailDoor open(
            MailDoorConfig config, MailTls tls, MailDesk desk, ThreadFactory threads, IntPredicate isOpen) {
        MailDoor door;
        try {
            door = new MailDoor(config, tls, desk, threads);
        } catch (IOException e) {
            throw new IllegalStateException("there is no selector", e);
        }
        try {
            door.listen("ssms.mail-door.pop3.port", config.pop3(), isOpen, new Port(false, door::pop3));
            door.listen("ssms.mail-door.pop3s.port", config.pop3s(), isOpen, new Port(true, door::pop3));
            door.listen("ssms.mail-door.imap.port", config.imap(), isOpen, new Port(false, door::imap));
            door.listen("ssms.mail-door.imaps.port", config.imaps(), isOpen, new Port(true, door::imap));
        } catch (ConfigException e) {
            door.close();
            throw e;
        }
        Thread thread = threads.newThread(door::run);
        door.thread = thread;
        thread.start();
        return door;
    }

    private Conversation pop3(Client client) {
        return new Pop3(desk, client);
    }

    private Conversation imap(Client client) {
        return new Imap(desk, client, config.idle());
    }

    private void listen(String key, int number, IntPredicate isOpen, Port port) {
        if (!isOpen.test(number)) {
            return;
        }
        InetSocketAddress address = new InetSocketAddress(config.address(), number);
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            ports.add(channel);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_ACCEPT, port);
        } catch (IOException e) {
            throw ConfigException.ofPort(key, config.address(), number, e);
        }
    }

    /** Where it listens: POP3, POP3 over TLS, IMAP, IMAP over TLS, as far as they are open. */
    List<Integer> ports() {
        return ports.stream().map(channel -> channel.socket().getLocalPort()).toList();
    }

    /** Connections that are open. */
    int size() {
        return all.size();
    }

    /** Something has changed in a mailbox. Never waits. */
    void changed(String owner) {
        owners.of(owner).forEach(MailConnection::wake);
    }

    private void run() {
        while (!isClosed) {
            try {
                selector.select(LOOK_MILLIS);
                turn();
            } catch (IOException | RuntimeException e) {
                if (!isClosed) {
                    LOG.log(ERROR, "SSMS-6103 the mail door stumbled, and goes on", e);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
    }

    private void turn() throws IOException {
        for (Iterator<SelectionKey> ready = selector.selectedKeys().iterator(); ready.hasNext(); ) {
            SelectionKey key = ready.next();
            ready.remove();
            if (!key.isValid()) {
                continue;
            }
            if (key.attachment() instanceof Port port) {
                accept((ServerSocketChannel) key.channel(), port);
            } else {
                goOn(key, (MailConnection) key.attachment());
            }
        }
        long now = System.nanoTime();
        if (now - lookedAt > LOOK_NANOS) {
            lookedAt = now;
            all.stream().filter(MailConnection::isOverdue).forEach(MailConnection::cut);
        }
    }

    private static void goOn(SelectionKey key, MailConnection connection) {
        try {
            key.interestOps(0);
            connection.schedule();
        } catch (CancelledKeyException e) {
            // a worker has just closed it
        }
    }

    private void accept(ServerSocketChannel port, Port of) {
        try {
            for (int i = 0; i < ACCEPTED_AT_ONCE; i++) {
                SocketChannel accepted = port.accept();
                if (accepted == null) {
                    return;
                }
                begin(accepted, of);
            }
        } catch (IOException e) { // no descriptors
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void begin(SocketChannel accepted, Port port) throws IOException {
        MailConnection connection;
        try {
            InetAddress peer = ((InetSocketAddress) accepted.getRemoteAddress()).getAddress();
            accepted.configureBlocking(false);
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            accepted.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            connection = new MailConnection(
                    accepted, peer, port.isTls, surroundings, this::isAdmitted, port.protocol, this::forget);
            connection.waitsAt(accepted.register(selector, 0, connection));
        } catch (IOException e) {
            accepted.close(); // the client is gone already
            return;
        } catch (RuntimeException e) { // our fault: nobody else would close it
            accepted.close();
            throw e;
        }
        Strangers.Admission<MailConnection> admission = strangers.admit(connection);
        MailConnection evicted = admission.evicted();
        if (evicted != null) {
            evicted.cut();
        }
        if (!admission.isAdmitted()) {
            accepted.close();
            return;
        }
        all.add(connection);
        try {
            connection.begin();
        } catch (IOException | RuntimeException e) { // of TLS, before anybody has said anything
            connection.cut();
            throw new IllegalStateException("a mail client was not served", e);
        }
    }

    private boolean isAdmitted(MailConnection connection, String owner) {
        if (!owners.admit(connection, owner)) {
            return false;
        }
        strangers.remove(connection);
        return true;
    }

    private void forget(MailConnection connection) {
        strangers.remove(connection);
        owners.remove(connection);
        all.remove(connection);
    }

    /** Ends all connections; what workers do now they may end. */
    @Override
    public void close() {
        isClosed = true;
        ports.forEach(MailDoor::close);
        selector.wakeup();
        Thread running = thread;
        if (running != null) {
            try {
                running.join(PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        ofStrangers.close(PATIENCE_MILLIS);
        ofOwners.close(PATIENCE_MILLIS);
        all.forEach(MailConnection::cut);
        close(selector);
    }

    private static void close(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception e) { // then it is closed
            LOG.log(System.Logger.Level.DEBUG, "a part of the mail door did not close", e);
        }
    }
}
