package org.ssms.sip.container.stack;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.stack.ConnectionOrientedMessageChannel;
import gov.nist.javax.sip.stack.DatagramConnector;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.NIOHandler;
import gov.nist.javax.sip.stack.NioMessageProcessorFactory;
import gov.nist.javax.sip.stack.NioTcpMessageChannel;
import gov.nist.javax.sip.stack.NioTcpMessageProcessor;
import gov.nist.javax.sip.stack.NioTlsMessageChannel;
import gov.nist.javax.sip.stack.NioTlsMessageProcessor;
import gov.nist.javax.sip.stack.NioTlsWebSocketMessageChannel;
import gov.nist.javax.sip.stack.NioTlsWebSocketMessageProcessor;
import gov.nist.javax.sip.stack.NioWebSocketMessageProcessor;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.TlsRecords;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.ssms.sip.container.RequestGate;

/**
 * Makes the connectors of the stack, which creates this class by its name, and counts their connections. TCP and TLS
 * ones tell to whom they are connected, and connect only to where {@link FlowRouter} sends a request: never for a
 * response. On all of them a new connection may bring messages of several calls at once: upstream keeps the connection
 * in its list once for each, and closes what it finds there, which is then the connection itself.
 * A connection that this server opens is used: upstream forgets it at once, and opens another one for the message.
 */
public final class ConnectorFactory extends NioMessageProcessorFactory {
    private final Set<SocketChannel> accepted = ConcurrentHashMap.newKeySet();
    private @Nullable OpenConnections connections;
    private @Nullable AdmissionValve admission;

    /** To be called before the first connector is made. */
    void use(OpenConnections newConnections, AdmissionValve newAdmission) {
        connections = newConnections;
        admission = newAdmission;
    }

    OpenConnections connections() {
        return Objects.requireNonNull(connections);
    }

    AdmissionValve admission() {
        return Objects.requireNonNull(admission);
    }

    @Override
    public MessageProcessor createMessageProcessor(
            SIPTransactionStack stack, InetAddress address, int port, String transport) throws IOException {
        return switch (transport.toUpperCase(Locale.ROOT)) {
            case "UDP" ->
                new DatagramConnector(
                        address,
                        stack,
                        port,
                        new DatagramQueue(
                                this::isRead,
                                packet -> admission()
                                        .isBelieved(packet.getAddress().getHostAddress())));
            case "TCP" -> new Tcp(this, address, stack, port);
            case "TLS" -> new Tls(this, address, stack, port);
            case "WS" -> new Ws(this, address, stack, port);
            case "WSS" -> new Wss(this, address, stack, port);
            default -> super.createMessageProcessor(stack, address, port, transport);
        };
    }

    private boolean isRead(DatagramPacket packet) {
        return admission()
                .isRead(new RequestGate.Packet(
                        "UDP", packet.getAddress().getHostAddress(), packet.getPort(), packet.getLength()));
    }

    /** What is known of a connection; counted from the first call on. */
    public ClientConnection connection(NioTcpMessageChannel channel) {
        synchronized (connections()) {
            ClientConnection known = connections().get(channel);
            boolean clients = known == null && accepted.remove(channel.getSocketChannel());
            return known == null
                    ? connections().add(channel, new Socket(channel), channel.getPeerAddress(), clients)
                    : known;
        }
    }

    public void closed(NioTcpMessageChannel channel) {
        connections().remove(channel);
    }

    /** Makes a channel, or closes the connection: upstream would leave it open. */
    private NioTcpMessageChannel accept(NIOHandler handler, SocketChannel client, boolean secure, ChannelMaker maker)
            throws IOException {
        try {
            InetSocketAddress peer = (InetSocketAddress) client.getRemoteAddress();
            String source = peer == null ? "" : peer.getAddress().getHostAddress();
            if (peer == null
                    || !connections().hasRoomFor(source, secure && !admission().isBelieved(source))) {
                throw new IOException("no room for a connection");
            }
            accepted.add(client);
            NioTcpMessageChannel channel = maker.make();
            handler.putMessageChannel(client, channel);
            return channel;
        } catch (IOException | RuntimeException e) {
            client.close();
            throw e;
        } finally {
            accepted.remove(client);
        }
    }

    private void writes(NIOHandler handler, SocketChannel socket, int bytes) throws IOException {
        NioTcpMessageChannel channel = handler.getMessageChannel(socket);
        if (channel != null) {
            connection(channel).writes(bytes);
        }
    }

    private interface ChannelMaker {
        NioTcpMessageChannel make() throws IOException;
    }

    /** A connector that knows its connections. */
    interface Connections {
        boolean reaches(InetAddress peer, int port);
    }

    /** A connector whose selector can be asked. */
    private interface Selecting {
        @Nullable
        Selector selector();
    }

    private record Socket(NioTcpMessageChannel channel) implements ClientConnection.Wire {
        @Override
        public boolean isOpen() {
            return channel.getSocketChannel() != null
                    && channel.getSocketChannel().isOpen();
        }

        @Override
        public boolean isWriting() {
            Selector selector =
                    channel.getMessageProcessor() instanceof Selecting connector ? connector.selector() : null;
            SelectionKey key =
                    selector == null ? null : channel.getSocketChannel().keyFor(selector);
            try {
                return key != null && key.isValid() && (key.interestOps() & SelectionKey.OP_WRITE) != 0;
            } catch (CancelledKeyException closed) {
                return false;
            }
        }

        @Override
        public void close() {
            channel.close();
        }
    }

    private static final class Tcp extends NioTcpMessageProcessor implements Connections, Selecting {
        private final ConnectorFactory factory;

        Tcp(ConnectorFactory factory, InetAddress address, SIPTransactionStack stack, int port) {
            super(address, stack, port);
            this.factory = factory;
            nioHandler = new Handler(stack, this);
        }

        @Override
        public boolean reaches(InetAddress peer, int port) {
            return messageChannels.containsKey(MessageChannel.getKey(peer, port, getTransport()));
        }

        @Override
        public Selector selector() {
            return selector;
        }

        @Override
        public NioTcpMessageChannel createMessageChannel(NioTcpMessageProcessor processor, SocketChannel client)
                throws IOException {
            return factory.accept(nioHandler, client, false, () -> new TcpChannel(factory, processor, client));
        }

        @Override
        public SocketChannel connect(InetSocketAddress peer, InetAddress local, int timeout) throws IOException {
            FlowRouter.checkConnect(peer);
            return super.connect(peer, local, timeout);
        }

        @Override
        public void send(SocketChannel socket, byte[] bytes) throws IOException {
            factory.writes(nioHandler, socket, bytes.length);
            super.send(socket, bytes);
        }

        @Override
        protected synchronized void cacheMessageChannel(ConnectionOrientedMessageChannel channel) {
            if (messageChannels.get(channel.getKey()) != channel) {
                super.cacheMessageChannel(channel);
            }
        }
    }

    private static final class Tls extends NioTlsMessageProcessor implements Connections, Selecting {
        private final ConnectorFactory factory;

        Tls(ConnectorFactory factory, InetAddress address, SIPTransactionStack stack, int port) {
            super(address, stack, port);
            this.factory = factory;
            nioHandler = new Handler(stack, this);
        }

        @Override
        public boolean reaches(InetAddress peer, int port) {
            return messageChannels.containsKey(MessageChannel.getKey(peer, port, getTransport()));
        }

        @Override
        public Selector selector() {
            return selector;
        }

        @Override
        public NioTcpMessageChannel createMessageChannel(NioTcpMessageProcessor processor, SocketChannel client)
                throws IOException {
            return factory.accept(nioHandler, client, true, () -> new TlsChannel(factory, processor, client));
        }

        @Override
        public SocketChannel connect(InetSocketAddress peer, InetAddress local, int timeout) throws IOException {
            FlowRouter.checkConnect(peer);
            return super.connect(peer, local, timeout);
        }

        @Override
        public void send(SocketChannel socket, byte[] bytes) throws IOException {
            factory.writes(nioHandler, socket, bytes.length);
            super.send(socket, bytes);
        }

        @Override
        protected synchronized void cacheMessageChannel(ConnectionOrientedMessageChannel channel) {
            if (messageChannels.get(channel.getKey()) != channel) {
                super.cacheMessageChannel(channel);
            }
        }
    }

    private static final class Ws extends NioWebSocketMessageProcessor implements Selecting {
        private final ConnectorFactory factory;

        Ws(ConnectorFactory factory, InetAddress address, SIPTransactionStack stack, int port) {
            super(address, stack, port);
            this.factory = factory;
            transport = "WS";
            nioHandler = new Handler(stack, this);
        }

        @Override
        public Selector selector() {
            return selector;
        }

        @Override
        public NioTcpMessageChannel createMessageChannel(NioTcpMessageProcessor processor, SocketChannel client)
                throws IOException {
            return factory.accept(nioHandler, client, false, () -> super.createMessageChannel(processor, client));
        }

        @Override
        public void send(SocketChannel socket, byte[] bytes) throws IOException {
            factory.writes(nioHandler, socket, bytes.length);
            super.send(socket, bytes);
        }

        @Override
        protected synchronized void cacheMessageChannel(ConnectionOrientedMessageChannel channel) {
            if (messageChannels.get(channel.getKey()) != channel) {
                super.cacheMessageChannel(channel);
            }
        }
    }

    private static final class Wss extends NioTlsWebSocketMessageProcessor implements Selecting {
        private final ConnectorFactory factory;

        Wss(ConnectorFactory factory, InetAddress address, SIPTransactionStack stack, int port) {
            super(address, stack, port);
            this.factory = factory;
            transport = "WSS";
            nioHandler = new Handler(stack, this);
        }

        @Override
        public Selector selector() {
            return selector;
        }

        @Override
        public NioTcpMessageChannel createMessageChannel(NioTcpMessageProcessor processor, SocketChannel client)
                throws IOException {
            return factory.accept(nioHandler, client, true, () -> new WssChannel(factory, sipStack, processor, client));
        }

        @Override
        public void send(SocketChannel socket, byte[] bytes) throws IOException {
            factory.writes(nioHandler, socket, bytes.length);
            super.send(socket, bytes);
        }

        @Override
        protected synchronized void cacheMessageChannel(ConnectionOrientedMessageChannel channel) {
            if (messageChannels.get(channel.getKey()) != channel) {
                super.cacheMessageChannel(channel);
            }
        }
    }

    /** A connection of a client; what is sent on it says whether it is needed. */
    private static final class TcpChannel extends NioTcpMessageChannel {
        private final ConnectorFactory factory;

        TcpChannel(ConnectorFactory factory, NioTcpMessageProcessor processor, SocketChannel client)
                throws IOException {
            super(processor, client);
            this.factory = factory;
            messageProcessor = processor;
        }

        @Override
        public void sendMessage(SIPMessage message) throws IOException {
            factory.connection(this).passed(message, true);
            super.sendMessage(message);
        }

        @Override
        public void sendMessage(SIPMessage message, InetAddress address, int port) throws IOException {
            factory.connection(this).passed(message, true);
            super.sendMessage(message, address, port);
        }
    }

    private static final class TlsChannel extends NioTlsMessageChannel {
        private final ConnectorFactory factory;

        TlsChannel(ConnectorFactory factory, NioTcpMessageProcessor processor, SocketChannel client)
                throws IOException {
            super(processor, client);
            this.factory = factory;
            messageProcessor = processor;
        }

        @Override
        public void sendMessage(SIPMessage message) throws IOException {
            factory.connection(this).passed(message, true);
            super.sendMessage(message);
        }

        @Override
        public void sendMessage(SIPMessage message, InetAddress address, int port) throws IOException {
            factory.connection(this).passed(message, true);
            super.sendMessage(message, address, port);
        }

        @Override
        protected void addBytes(byte[] bytes) throws Exception {
            super.addBytes(bytes);
            factory.connection(this).holdsRecord(TlsRecords.held(this));
        }
    }

    private static final class WssChannel extends NioTlsWebSocketMessageChannel {
        private final ConnectorFactory factory;

        WssChannel(
                ConnectorFactory factory,
                SIPTransactionStack stack,
                NioTcpMessageProcessor processor,
                SocketChannel client)
                throws IOException {
            super(stack, processor, client);
            this.factory = factory;
        }

        /** Called by the superclass with what came, and by {@code super} with what is in clear. */
        @Override
        protected void addBytes(byte[] bytes) throws Exception {
            super.addBytes(bytes);
            factory.connection(this).holdsRecord(TlsRecords.held(this));
        }
    }

    /** The stack's table of channels, which several threads change. */
    private static final class Handler extends NIOHandler {
        Handler(SIPTransactionStack stack, NioTcpMessageProcessor connector) {
            super(stack, connector);
        }

        @Override
        public synchronized NioTcpMessageChannel getMessageChannel(SocketChannel socket) {
            return super.getMessageChannel(socket);
        }

        @Override
        public synchronized void putMessageChannel(SocketChannel socket, NioTcpMessageChannel channel) {
            super.putMessageChannel(socket, channel);
        }

        @Override
        public synchronized void removeMessageChannel(SocketChannel socket) {
            super.removeMessageChannel(socket);
        }

        @Override
        public SocketChannel createOrReuseSocket(InetAddress peer, int port) throws IOException {
            return kept(peer, port, super.createOrReuseSocket(peer, port));
        }

        @Override
        public SocketChannel sendBytes(
                InetAddress local,
                InetAddress peer,
                int port,
                String transport,
                byte[] octets,
                boolean again,
                NioTcpMessageChannel channel)
                throws IOException {
            return kept(peer, port, super.sendBytes(local, peer, port, transport, octets, again, channel));
        }

        private SocketChannel kept(InetAddress peer, int port, SocketChannel connection) {
            if (connection != null && connection.isOpen()) {
                putSocket(makeKey(peer, port), connection);
            }
            return connection;
        }
    }
}
