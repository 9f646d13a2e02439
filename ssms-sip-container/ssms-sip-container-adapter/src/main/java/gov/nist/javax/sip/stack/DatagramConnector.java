package gov.nist.javax.sip.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.NullMarked;

/** The stack's UDP connector with another queue between the thread that receives and those that parse. */
@NullMarked // on the class: the package is the stack's
public final class DatagramConnector extends UDPMessageProcessor {
    /** Opens the port. */
    public DatagramConnector(
            InetAddress address,
            SIPTransactionStack stack,
            int port,
            BlockingQueue<DatagramQueuedMessageDispatch> queue)
            throws IOException {
        super(address, stack, port);
        messageQueue = queue;
        stack.udpFlag =
                true; // as the stack's own factory does: without it every datagram leaves from a port of its own
    }
}
