package org.ssms.sip.container.stack;

import gov.nist.javax.sip.stack.ConnectionOrientedMessageChannel;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.NIOHandler;
import gov.nist.javax.sip.stack.NioMessageProcessorFactory;
import gov.nist.javax.sip.stack.NioTcpMessageChannel;
import gov.nist.javax.sip.stack.NioTcpMessageProcessor;
import gov.nist.javax.sip.stack.NioTlsMessageProcessor;
import gov.nist.javax.sip.stack.NioTlsWebSocketMessageProcessor;
import gov.nist.javax.sip.stack.NioWebSocketMessageProcessor;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.util.Locale;

/**
 * Makes the connectors of the stack, which creates this class by its name. TCP and TLS ones tell to whom they are connected.
 * On all of them a new connection may bring messages of several calls at once: upstream keeps the connection in its list
 * once for each, and closes what it finds there, which is then the connection itself.
 * A connection that this server opens is used: upstream forgets it at once, and opens another one for the message.
 */
public final class ConnectorFactory extends NioMessageProcessorFactory {
    @Override
    public MessageProcessor createMessageProcessor(
            SIPTransactionStack stack, InetAddress address, int port, String transport) throws IOException {
        return switch (transport.toUpperCase(Locale.ROOT)) {
            case "TCP" -> new Tcp(address, stack, port);
            case "TLS" -> new Tls(address, stack, port);
            case "WS" -> new Ws(address, stack, port);
            case "WSS" -> new Wss(address, stack, port);
            default -> super.createMessageProcessor(stack, address, port, transport);
        };
    }

    /** A connector that knows its connections. */
    interface Connections {
        boolean reaches(InetAddress peer, int port);
    }

    private static final class Tcp extends NioTcpMessageProcessor implements Connections {
        Tcp(InetAddress address, SIPTransactionStack stack, int port) {
            super(address, stack, port);
            nioHandler = new OutgoingConnections(stack, this);
        }

        @Override
        public boolean reaches(InetAddress peer, int port) {
            return messageChannels.containsKey(MessageChannel.getKey(peer, port, getTransport()));
        }

        @Override
        protected synchronized void cacheMessageChannel(ConnectionOrientedMessageChannel channel) {
            if (messageChannels.get(channel.getKey()) != channel) {
                super.cacheMessageChannel(channel);
            }
        }
    }

    private static final class Tls extends NioTlsMessageProcessor implements Connections {
        Tls(InetAddress address, SIPTransactionStack stack, int port) {
            super(address, stack, port);
            nioHandler = new OutgoingConnections(stack, this);
        }

        @Override
        public boolean reaches(InetAddress peer, int port) {
            return messageChannels.containsKey(MessageChannel.getKey(peer, port, getTransport()));
        }

        @Override
        protected synchronized void cacheMessageChannel(ConnectionOrientedMessageChannel channel) {
            if (messageChannels.get(channel.getKey()) != channel) {
                super.cacheMessageChannel(channel);
            }
        }
    }

    private static final class Ws extends NioWebSocketMessageProcessor {
        Ws(InetAddress address, SIPTransactionStack stack, int port) {
            super(address, stack, port);
            transport = "WS";
        }

        @Override
        protected synchronized void cacheMessageChannel(ConnectionOrientedMessageChannel channel) {
            if (messageChannels.get(channel.getKey()) != channel) {
                super.cacheMessageChannel(channel);
            }
        }
    }

    private static final class Wss extends NioTlsWebSocketMessageProcessor {
        Wss(InetAddress address, SIPTransactionStack stack, int port) {
            super(address, stack, port);
            transport = "WSS";
        }

        @Override
        protected synchronized void cacheMessageChannel(ConnectionOrientedMessageChannel channel) {
            if (messageChannels.get(channel.getKey()) != channel) {
                super.cacheMessageChannel(channel);
            }
        }
    }

    private static final class OutgoingConnections extends NIOHandler {
        OutgoingConnections(SIPTransactionStack stack, NioTcpMessageProcessor connector) {
            super(stack, connector);
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
