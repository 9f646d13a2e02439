package gov.nist.javax.sip.stack;

import gov.nist.javax.sip.message.SIPMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.NullMarked;
import org.ssms.sip.container.stack.ConnectorFactory;
import org.ssms.sip.container.stack.FlowParameter;
import org.ssms.sip.container.stack.MalformedStreamException;
import org.ssms.sip.container.stack.StreamReceiver;
import org.ssms.sip.container.stack.WebSocketConnection;
import org.ssms.sip.container.stack.WebSocketFrame;

/**
 * One WebSocket to a SIP client (RFC 7118). The stack's WS and WSS processors make their channels of this class; its
 * own class of this name is left out of its jar: it needs no subprotocol, answers no ping, closes nothing, knows no
 * limit and no message in parts, and loses a body without Content-Length.
 */
@NullMarked // on the class: the package is the stack's
public class NioWebSocketMessageChannel extends NioTcpMessageChannel implements WebSocketConnection.Peer {
    private static final int LINGER_MILLIS = 200;
    private static final String PING = "\r\n\r\n";
    private static final String PONG = "\r\n";

    /** Read by the stack's subclass for WSS, which also knows connections that the server opens: here are none. */
    @SuppressWarnings("UnusedVariable") // it is used, by the class in the stack's jar
    boolean client;

    private final WebSocketConnection connection;
    private final StreamReceiver receiver;
    private final ConnectorFactory connectors;

    /** A connection that a client opened. */
    protected NioWebSocketMessageChannel(
            SIPTransactionStack stack, NioTcpMessageProcessor processor, SocketChannel socket) throws IOException {
        super(processor, socket);
        messageProcessor = processor;
        myClientInputStream = socket.socket().getInputStream();
        int limit = stack.getMaxMessageSize();
        connection = new WebSocketConnection(2 * limit, this);
        receiver = new StreamReceiver(stack, this, limit);
        connectors = (ConnectorFactory) stack.getMessageProcessorFactory();
    }

    /**
     * There is no way to a SIP client but the connection that it opened (RFC 7118 §1).
     *
     * @throws IOException always
     */
    public NioWebSocketMessageChannel(
            InetAddress address, int port, SIPTransactionStack stack, NioTcpMessageProcessor processor)
            throws IOException {
        this(stack, gone(processor), SocketChannel.open());
    }

    private static NioTcpMessageProcessor gone(NioTcpMessageProcessor processor) throws IOException {
        throw new IOException("no WebSocket connects " + processor.getPort() + " with the client (any more)");
    }

    /** Called by the subclass for WSS with what is in clear. */
    @Override
    protected void addBytes(byte[] bytes) throws Exception {
        connection.add(bytes);
        connectors.connection(this).holds(connection.held());
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        sendNonWebSocketMessage(bytes, false);
    }

    @Override
    public void received(byte[] message) throws IOException, MalformedStreamException {
        String start = new String(message, 0, Math.min(message.length, PING.length()), StandardCharsets.ISO_8859_1);
        if (start.equals(PING)) {
            write(WebSocketFrame.ofMessage(PONG.getBytes(StandardCharsets.ISO_8859_1)));
        } else if (!start.equals(PONG)) {
            receiver.receiveWhole(message);
        }
    }

    /**
     * The last bytes leave on the thread that reads all connections, which is the calling one: it must not wait here.
     */
    @Override
    public void finished() {
        sipStack.getTimer().schedule(new Closing(), LINGER_MILLIS);
    }

    @Override
    public void processMessage(SIPMessage message) throws Exception {
        FlowParameter.mark(message, getTransport(), getPeerAddress(), getPeerPort());
        super.processMessage(message);
    }

    /** Called by the subclass for WSS, too. */
    public static byte[] wrapBufferIntoWebSocketFrame(byte[] message, boolean client) {
        return WebSocketFrame.ofMessage(message);
    }

    @Override
    public void sendMessage(SIPMessage message) throws IOException {
        connectors.connection(this).passed(message, true);
        super.sendMessage(message);
    }

    @Override
    public void sendMessage(SIPMessage message, InetAddress address, int port) throws IOException {
        connectors.connection(this).passed(message, true);
        super.sendMessage(message, address, port);
    }

    @Override
    protected void sendMessage(byte[] message, boolean isClient) throws IOException {
        sendNonWebSocketMessage(WebSocketFrame.ofMessage(message), isClient);
    }

    @Override
    public void sendMessage(byte[] message, InetAddress address, int port, boolean retry) throws IOException {
        sendNonWebSocketMessage(WebSocketFrame.ofMessage(message), retry);
    }

    /** The subclass for WSS encrypts here. */
    protected void sendNonWebSocketMessage(byte[] bytes, boolean isClient) throws IOException {
        sendTCPMessage(bytes, peerAddress, peerPort, isClient);
    }

    /** All that leaves comes through here, encrypted. The superclass would open a connection where there is none. */
    @Override
    public void sendTCPMessage(byte[] bytes, InetAddress address, int port, boolean retry) throws IOException {
        if (!socketChannel.isOpen()) {
            throw new IOException("the WebSocket is closed");
        }
        ((NioTcpMessageProcessor) messageProcessor)
                .nioHandler.putSocket(NIOHandler.makeKey(peerAddress, peerPort), socketChannel);
        super.sendTCPMessage(bytes, peerAddress, peerPort, false);
    }

    private final class Closing extends SIPStackTimerTask {
        @Override
        public Object getThreadHash() {
            return key;
        }

        @Override
        public void runTask() {
            close(true, true);
        }
    }
}
