package gov.nist.javax.sip.parser;

import gov.nist.javax.sip.stack.NioTcpMessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import org.jspecify.annotations.NullMarked;
import org.ssms.sip.container.stack.ConnectorFactory;
import org.ssms.sip.container.stack.MalformedStreamException;
import org.ssms.sip.container.stack.StreamReceiver;

/**
 * What the stack's TCP and TLS channels hand their bytes to. The stack names this class and offers no other way in; its
 * own class of this name is left out of its jar, because it reserves whatever a Content-Length asks for, on the one
 * thread that reads all connections, and spreads the messages of one call over threads that overtake each other.
 */
@NullMarked // on the class: the package is the stack's
public final class NioPipelineParser {
    private final StreamReceiver receiver;
    private final Runnable closing;

    /**
     * Made by a channel for itself.
     *
     * @param maxMessageSize of the body, in bytes
     */
    public NioPipelineParser(SIPTransactionStack stack, SIPMessageListener channel, int maxMessageSize) {
        NioTcpMessageChannel connection = (NioTcpMessageChannel) channel; // the only ones that use this class
        receiver = new StreamReceiver(stack, connection, maxMessageSize);
        closing = () -> ((ConnectorFactory) stack.getMessageProcessorFactory()).closed(connection);
    }

    /**
     * Takes what was read from the connection, in order.
     *
     * @throws MalformedStreamException when the caller must close the connection
     */
    public void addBytes(byte[] bytes) throws MalformedStreamException {
        receiver.receive(bytes);
    }

    /** Called when the connection is closed. */
    public void close() {
        closing.run();
    }
}
