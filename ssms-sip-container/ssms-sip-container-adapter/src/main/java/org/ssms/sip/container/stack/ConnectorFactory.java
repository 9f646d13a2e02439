package org.ssms.sip.container.stack;

import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.NioMessageProcessorFactory;
import gov.nist.javax.sip.stack.NioTcpMessageProcessor;
import gov.nist.javax.sip.stack.NioTlsMessageProcessor;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;

/** Makes the connectors of the stack, which creates this class by its name; TCP and TLS ones tell to whom they are connected. */
public final class ConnectorFactory extends NioMessageProcessorFactory {
    @Override
    public MessageProcessor createMessageProcessor(
            SIPTransactionStack stack, InetAddress address, int port, String transport) throws IOException {
        return switch (transport.toUpperCase(Locale.ROOT)) {
            case "TCP" -> new Tcp(address, stack, port);
            case "TLS" -> new Tls(address, stack, port);
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
        }

        @Override
        public boolean reaches(InetAddress peer, int port) {
            return messageChannels.containsKey(MessageChannel.getKey(peer, port, getTransport()));
        }
    }

    private static final class Tls extends NioTlsMessageProcessor implements Connections {
        Tls(InetAddress address, SIPTransactionStack stack, int port) {
            super(address, stack, port);
        }

        @Override
        public boolean reaches(InetAddress peer, int port) {
            return messageChannels.containsKey(MessageChannel.getKey(peer, port, getTransport()));
        }
    }
}
