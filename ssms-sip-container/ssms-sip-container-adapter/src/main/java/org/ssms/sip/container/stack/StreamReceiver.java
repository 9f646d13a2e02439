package org.ssms.sip.container.stack;

import gov.nist.javax.sip.ThreadAffinityTask;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.stack.NioTcpMessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ssms.sip.container.RequestGate;
import org.ssms.sip.container.log.Redaction;

/**
 * Receives one connection: cuts the bytes into messages on the reading thread, parses and delivers them on the stack's
 * threads. Messages with the same Call-ID go to the same thread, so that they stay in order.
 */
public final class StreamReceiver implements MessageFramer.Sink {
    private static final System.Logger LOG = System.getLogger("gov.nist.javax.sip");

    private static final Pattern LENGTH = Pattern.compile("(?im)^(?:content-length|l)\\s*:");

    /** Of one connection, more than of those that are read: others of its source may have used up what it gets. */
    private static final int MAX_SKIPPED = 100;

    private static final String END_OF_HEAD = "\r\n\r\n";

    private final int limit;
    private final MessageFramer framer;
    private final MessageParser parser;
    private final NioTcpMessageChannel channel;
    private final Executor threads;
    private final AdmissionValve admission;
    private final ConnectorFactory connections;

    /** That of the last read: an outgoing channel may get another socket, and is counted anew then. */
    private ClientConnection connection;

    private boolean pinged;
    private int skipped;

    /**
     * For one connection.
     *
     * @param limit largest body in bytes
     */
    public StreamReceiver(SIPTransactionStack stack, NioTcpMessageChannel channel, int limit) {
        this.limit = limit;
        this.framer = new MessageFramer(limit, this);
        this.parser = stack.getMessageParserFactory().createMessageParser(stack);
        this.channel = channel;
        this.threads = stack.getSelfRoutingThreadpoolExecutor();
        this.connections = (ConnectorFactory) stack.getMessageProcessorFactory();
        this.admission = connections.admission();
        this.connection = connections.connection(channel);
    }

    /** To be called by one thread at a time. */
    public synchronized void receive(byte[] bytes) throws MalformedStreamException {
        connection = connections.connection(channel);
        framer.add(bytes);
        connection.holds(framer.held());
        if (pinged) {
            pinged = false;
            pong(channel);
        }
    }

    /**
     * Takes a message that came in an envelope of its own, in which case it needs no Content-Length (RFC 7118 §5.2).
     *
     * @throws MalformedStreamException when it is no SIP message
     */
    public void receiveWhole(byte[] message) throws MalformedStreamException {
        connection = connections.connection(channel);
        checkHead(message);
        String text = new String(message, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END_OF_HEAD);
        if (end < 0) {
            throw new MalformedStreamException("a message has no end of its head");
        }
        String head = text.substring(0, end);
        if (!LENGTH.matcher(head).find()) {
            head += "\r\nContent-Length: " + (message.length - end - END_OF_HEAD.length());
        }
        new MessageFramer(limit, this).add((head + text.substring(end)).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void checkHead(byte[] message) throws MalformedStreamException {
        String excess = HeadLimits.excess(message, message.length);
        if (excess != null) {
            throw new MalformedStreamException("a message is refused: " + excess);
        }
    }

    /** Nothing is parsed before the source of the message is asked for. */
    @Override
    public void message(MessageFramer.Head head, byte[] body) throws MalformedStreamException {
        checkHead(head.bytes());
        int bytes = head.text().length() + body.length;
        connection.arrived(bytes);
        boolean read = admission.isRead(new RequestGate.Packet(
                channel.getTransport().toUpperCase(Locale.ROOT),
                channel.getPeerAddress(),
                channel.getPeerPort(),
                bytes));
        if (read) {
            skipped = Math.max(0, skipped - 1);
            threads.execute(new Delivery(head, body, connection));
            return;
        }
        connection.worked(bytes);
        skipped++;
        if (skipped > MAX_SKIPPED) {
            throw new MalformedStreamException("too much comes of one source");
        }
    }

    /** Answered once, however often one read asks for it. */
    @Override
    public void ping() {
        pinged = true;
    }

    private static void pong(NioTcpMessageChannel channel) {
        try {
            channel.sendSingleCLRF();
        } catch (Exception e) { // declared by the stack; the connection may be closed already
            LOG.log(Level.DEBUG, "a keep-alive was not answered: " + Redaction.firstLine(e.getMessage()));
        }
    }

    @Override
    public void pong() {
        channel.cancelPingKeepAliveTimeoutTaskIfStarted();
    }

    private final class Delivery implements ThreadAffinityTask {
        private final MessageFramer.Head head;
        private final byte[] body;
        private final ClientConnection from;

        Delivery(MessageFramer.Head head, byte[] body, ClientConnection from) {
            this.head = head;
            this.body = body;
            this.from = from;
        }

        @Override
        public Object getThreadHash() {
            return head.callId();
        }

        @Override
        public void run() {
            try {
                SIPMessage message = parse();
                if (message != null) {
                    from.passed(message, false);
                    channel.processMessage(message);
                }
            } catch (Exception e) { // declared by the stack; a message that fails here is dropped
                LOG.log(Level.DEBUG, "a message is dropped: " + Redaction.firstLine(e.getMessage()));
            } finally {
                from.worked(head.text().length() + body.length);
            }
        }

        private @Nullable SIPMessage parse() throws Exception {
            SIPMessage message = parser.parseSIPMessage(head.bytes(), false, false, null);
            if (message != null && body.length > 0) {
                message.setMessageContent(body);
            }
            return message;
        }
    }
}
