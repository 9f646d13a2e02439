package org.ssms.license.ldap;

import com.unboundid.ldap.listener.LDAPListener;
import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.listener.LDAPListenerConfig;
import com.unboundid.ldap.listener.LDAPListenerExceptionHandler;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Channel;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.ssms.base.config.ConfigException;
import org.ssms.guard.web.Connections;
import org.ssms.guard.web.Connections.Ends;
import org.ssms.guard.web.Connections.Limits;

/**
 * The ports of LDAP, open from {@link #open} to {@link #close}. A thread of the SDK accepts, and each connection has one
 * of its own; who they are, how many, and how long they may take, is our own count ({@link Connections}).
 */
final class LdapDoor implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LdapDoor.class.getName());

    private static final Duration REQUEST = Duration.ofMinutes(2);
    private static final int AT_WORK_PER_SOURCE = 8;
    /** Of the 40 connections to the database, and of these for who has not bound. */
    private static final int AT_WORK = 12;

    private static final int AT_WORK_UNBOUND = 4;
    /** For those who are at work when the door closes. */
    private static final Duration LAST_WORK = Duration.ofSeconds(5);

    private static final long LOOK_MILLIS = 250;
    /** While there are no descriptors. */
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private final LdapConfig config;
    private final LdapTls tls;
    private final LdapDesk desk;
    private final Connections connections;
    private final LdapWorkers workers;
    private final LdapClients clients;
    private final List<Listening> listening = new ArrayList<>();
    private volatile boolean isClosed;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "ssms-ldap");
        thread.setDaemon(true);
        return thread;
    });

    private LdapDoor(LdapConfig config, LdapTls tls, LdapDesk desk, LdapClients clients) {
        this.clients = clients;
        this.config = config;
        this.tls = tls;
        this.desk = desk;
        this.workers = new LdapWorkers(AT_WORK_PER_SOURCE, config.connections(), AT_WORK, AT_WORK_UNBOUND);
        this.connections = new Connections(
                new Limits(
                        config.connectionsPerSource(),
                        config.connections(),
                        LdapClients.WITHOUT_BIND,
                        config.idle(),
                        REQUEST),
                clients::nanoTime);
    }

    /** @throws ConfigException when a port cannot be listened to; then none is */
    static LdapDoor open(LdapConfig config, LdapTls tls, LdapDesk desk) {
        return open(config, tls, desk, new LdapClients(Clock.systemUTC(), System::nanoTime));
    }

    static LdapDoor open(LdapConfig config, LdapTls tls, LdapDesk desk, LdapClients clients) {
        LdapDoor door = new LdapDoor(config, tls, desk, clients);
        try {
            door.listen(LdapConfig.PORT, config.port(), false);
            door.listen(LdapConfig.TLS_PORT, config.tlsPort(), true);
        } catch (ConfigException e) {
            door.close();
            throw e;
        }
        var unused = door.watch.scheduleWithFixedDelay(door::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return door;
    }

    private void look() {
        try {
            connections.overdue().forEach(LdapDoor::cut);
            clients.endOverdue();
            listening.forEach(Listening::reopenWhenDead);
        } catch (RuntimeException e) {
            // else it were the last look
            LOG.log(Level.ERROR, "SSMS-5304 the connections of LDAP cannot be watched", e);
        }
    }

    /** Where it listens now, LDAP first. */
    List<Integer> ports() {
        return listening.stream().map(Listening::port).toList();
    }

    private void listen(String key, OptionalInt port, boolean isTls) {
        if (port.isPresent()) {
            listening.add(new Listening(key, port.getAsInt(), isTls));
        }
    }

    /** A port. Its accepting thread is the SDK's, and ends with whatever error it meets. */
    private final class Listening {
        private final String key;
        private final int port;
        private final boolean isTls;
        private LDAPListener listener;
        private boolean isTold;

        Listening(String key, int port, boolean isTls) {
            this.key = key;
            this.isTls = isTls;
            try {
                this.listener = opened(port);
                this.port = listener.getListenPort();
            } catch (IOException e) {
                throw ConfigException.ofPort(key, config.address(), port, e);
            }
        }

        private LDAPListener opened(int at) throws IOException {
            LDAPListenerConfig settings = new LDAPListenerConfig(at, LdapClient.each(desk, workers, clients));
            settings.setListenAddress(config.address());
            settings.setMaxMessageSizeBytes(Requests.LONGEST);
            settings.setUseLinger(false);
            settings.setExceptionHandler(new Silence());
            settings.setServerSocketFactory(new Ports(isTls));
            LDAPListener opened = new LDAPListener(settings);
            opened.setDaemon(true);
            opened.startListening();
            return opened;
        }

        int port() {
            return port;
        }

        synchronized void reopenWhenDead() {
            if (listener.isAlive() || isClosed) {
                return;
            }
            listener.shutDown(false);
            try {
                listener = opened(port);
                isTold = false;
                LOG.log(Level.WARNING, "SSMS-5303 the port of {0} was closed by an error, and is open again", key);
            } catch (IOException e) {
                if (!isTold) {
                    LOG.log(
                            Level.ERROR,
                            "SSMS-5305 the port of {0} was closed by an error, and cannot be opened: {1}",
                            key,
                            e.getMessage());
                }
                isTold = true;
            }
        }

        synchronized void close() {
            listener.shutDown(false);
        }
    }

    /** Ends all connections, also those whose thread waits for the other end; who is at work is awaited for a while. */
    @Override
    public void close() {
        isClosed = true;
        workers.close();
        listening.forEach(Listening::close);
        watch.shutdownNow();
        connections.all().forEach(LdapDoor::cut);
        clients.end(LAST_WORK);
    }

    private static void cut(Channel connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // then it is closed
        }
    }

    /** What cannot be read is answered by nothing: no word of ours tells why. */
    static final class Silence implements LDAPListenerExceptionHandler {
        @Override
        public void connectionCreationFailure(@Nullable Socket socket, Throwable cause) {
            // it is closed
        }

        @Override
        public void connectionTerminated(LDAPListenerClientConnection connection, LDAPException cause) {
            ((LdapSocket) connection.getSocket()).abort();
        }
    }

    private final class Ports extends ServerSocketFactory {
        private final boolean isTls;

        Ports(boolean isTls) {
            this.isTls = isTls;
        }

        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            return createServerSocket(port, 0);
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) throws IOException {
            return createServerSocket(port, backlog, config.address());
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
            return new Port(port, backlog, address, isTls);
        }
    }

    /** Whoever has his share of connections is closed at once. */
    private final class Port extends ServerSocket {
        private final boolean isTls;

        Port(int port, int backlog, InetAddress address, boolean isTls) throws IOException {
            super(port, backlog, address);
            this.isTls = isTls;
        }

        @Override
        public Socket accept() throws IOException {
            while (true) {
                Socket accepted = next();
                Open channel = new Open(accepted);
                if (accepted.getRemoteSocketAddress() instanceof InetSocketAddress peer
                        && accepted.getLocalSocketAddress() instanceof InetSocketAddress local
                        && connections.admit(new Ends(peer, local), channel)) {
                    try {
                        return open(accepted, new Ends(peer, local));
                    } catch (IOException e) {
                        // the client is gone already
                    }
                }
                cut(channel);
            }
        }

        private LdapSocket open(Socket accepted, Ends ends) throws IOException {
            LdapSocket socket = new LdapSocket(accepted, ends, tls, connections);
            if (isTls) {
                socket.secure();
            }
            return socket;
        }

        private Socket next() throws IOException {
            while (true) {
                try {
                    return super.accept();
                } catch (IOException e) {
                    if (isClosed()) {
                        throw e;
                    }
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
    }

    /** A socket that is counted. */
    private record Open(Socket socket) implements Channel {
        @Override
        public boolean isOpen() {
            return !socket.isClosed();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
