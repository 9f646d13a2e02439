package org.ssms.license.ldap;

import com.unboundid.asn1.ASN1Buffer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1StreamReader;
import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.web.Connections;
import org.ssms.guard.web.Connections.Ends;
import org.ssms.guard.web.Connections.Limits;

/** What one client says, request by request, and then hears: without a network, and without TLS that really is. */
final class Dialogue {
    static final String PEER = "192.0.2.7";

    private static final Ends ENDS =
            new Ends(new InetSocketAddress(PEER, 40_000), new InetSocketAddress("192.0.2.1", 636));
    private static final Duration LONG = Duration.ofHours(1);

    private final LdapDesk desk;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    /** What octets were written from. */
    private final List<byte[]> buffers = new ArrayList<>();

    private boolean isSecured = true;
    private int ids;
    private int workers = 1;

    Dialogue(LdapDesk desk) {
        this.desk = desk;
    }

    /** As it begins at the port of StartTLS. */
    Dialogue inClear() {
        isSecured = false;
        return this;
    }

    /** While others have all the workers. */
    Dialogue withoutWorkers() {
        workers = 0;
        return this;
    }

    Dialogue bind(String name, String password) {
        return says(new BindRequestProtocolOp(name, password));
    }

    Dialogue bindAsAlice() {
        return bind("uid=alice,ou=people,o=ssms", FakeDesk.PASSWORD);
    }

    Dialogue sasl(String mechanism, String credentials) {
        return says(new BindRequestProtocolOp("", mechanism, new ASN1OctetString(credentials)));
    }

    Dialogue search(String base, SearchScope scope, String filter, String... attributes) {
        return search(base, scope, filter, false, attributes);
    }

    Dialogue search(String base, SearchScope scope, String filter, boolean typesOnly, String... attributes) {
        try {
            return says(new SearchRequestProtocolOp(
                    base, scope, DereferencePolicy.NEVER, 0, 0, typesOnly, Filter.create(filter), List.of(attributes)));
        } catch (LDAPException e) {
            throw new IllegalArgumentException(filter, e);
        }
    }

    Dialogue extended(String oid) {
        return says(new ExtendedRequestProtocolOp(oid, null));
    }

    Dialogue says(ProtocolOp request, Control... controls) {
        ids++;
        return says(octets(new LDAPMessage(ids, request, controls)));
    }

    Dialogue says(byte[] octets) {
        said.writeBytes(octets);
        return this;
    }

    static byte[] octets(LDAPMessage message) {
        ASN1Buffer buffer = new ASN1Buffer();
        message.writeTo(buffer);
        return buffer.toByteArray();
    }

    /** An answer of each search has its entries before. */
    record Heard(List<LDAPMessage> answers) {
        List<Integer> codes() {
            return answers.stream()
                    .filter(answer -> answer.getProtocolOpType() != LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_RESULT_ENTRY)
                    .map(Heard::code)
                    .toList();
        }

        private static int code(LDAPMessage answer) {
            return switch (answer.getProtocolOpType()) {
                case LDAPMessage.PROTOCOL_OP_TYPE_BIND_RESPONSE ->
                    answer.getBindResponseProtocolOp().getResultCode();
                case LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_RESULT_DONE ->
                    answer.getSearchResultDoneProtocolOp().getResultCode();
                case LDAPMessage.PROTOCOL_OP_TYPE_EXTENDED_RESPONSE ->
                    answer.getExtendedResponseProtocolOp().getResultCode();
                case LDAPMessage.PROTOCOL_OP_TYPE_ADD_RESPONSE ->
                    answer.getAddResponseProtocolOp().getResultCode();
                case LDAPMessage.PROTOCOL_OP_TYPE_COMPARE_RESPONSE ->
                    answer.getCompareResponseProtocolOp().getResultCode();
                case LDAPMessage.PROTOCOL_OP_TYPE_DELETE_RESPONSE ->
                    answer.getDeleteResponseProtocolOp().getResultCode();
                case LDAPMessage.PROTOCOL_OP_TYPE_MODIFY_RESPONSE ->
                    answer.getModifyResponseProtocolOp().getResultCode();
                default -> answer.getModifyDNResponseProtocolOp().getResultCode();
            };
        }

        int lastCode() {
            List<Integer> codes = codes();
            return codes.get(codes.size() - 1);
        }

        String lastText() {
            LDAPMessage last = answers.get(answers.size() - 1);
            return last.getProtocolOpType() == LDAPMessage.PROTOCOL_OP_TYPE_BIND_RESPONSE
                    ? String.valueOf(last.getBindResponseProtocolOp().getDiagnosticMessage())
                    : String.valueOf(last.getSearchResultDoneProtocolOp().getDiagnosticMessage());
        }

        List<Entry> entries() {
            return answers.stream()
                    .filter(answer -> answer.getProtocolOpType() == LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_RESULT_ENTRY)
                    .map(LDAPMessage::getSearchResultEntryProtocolOp)
                    .map(entry -> new Entry(entry.getDN(), entry.getAttributes()))
                    .toList();
        }
    }

    Heard hears() throws IOException, LDAPException {
        Accepted accepted = new Accepted(said.toByteArray());
        LdapSocket socket = new Untied(accepted);
        LdapClients clients = new LdapClients(Clock.systemUTC(), System::nanoTime);
        Runnable connection = new LDAPListenerClientConnection(
                null,
                socket,
                LdapClient.each(desk, new LdapWorkers(workers, workers, 1, 1), clients),
                new LdapDoor.Silence());
        connection.run();
        ASN1StreamReader answers =
                new ASN1StreamReader(new ByteArrayInputStream(accepted.heard.toByteArray()), Integer.MAX_VALUE);
        List<LDAPMessage> heard = new ArrayList<>();
        for (LDAPMessage next = LDAPMessage.readFrom(answers, false);
                next != null;
                next = LDAPMessage.readFrom(answers, false)) {
            heard.add(next);
        }
        return new Heard(heard);
    }

    /** Whether a text that was written is left in memory from which it was written; after {@link #hears}. */
    boolean isLeft(String text) {
        return buffers.stream().anyMatch(buffer -> new String(buffer, StandardCharsets.ISO_8859_1).contains(text));
    }

    /** Whether the connection is ended by a request that the decoder has read only the first octet of. */
    boolean isEndedBy(Function<LDAPListenerRequestHandler, @Nullable LDAPMessage> request)
            throws IOException, LDAPException {
        Accepted accepted = new Accepted(said.toByteArray());
        LdapSocket socket = new Untied(accepted);
        LdapClients clients = new LdapClients(Clock.systemUTC(), System::nanoTime);
        LDAPListenerRequestHandler each = LdapClient.each(desk, new LdapWorkers(workers, workers, 1, 1), clients);
        LDAPListenerRequestHandler client =
                each.newInstance(new LDAPListenerClientConnection(null, socket, each, new LdapDoor.Silence()));
        int first = socket.getInputStream().read();
        var unused = request.apply(client);
        return first >= 0 && accepted.isClosed() && accepted.heard.size() == 0;
    }

    private final class Untied extends LdapSocket {
        private final Socket accepted;

        @SuppressWarnings("NullAway") // there is no TLS
        Untied(Socket accepted) throws IOException {
            super(accepted, ENDS, null, new Connections(new Limits(1, 1, LONG, LONG, LONG), System::nanoTime));
            this.accepted = accepted;
        }

        @Override
        boolean isSecured() {
            return isSecured;
        }

        @Override
        void secure() throws IOException {
            goOnWith(accepted.getInputStream(), accepted.getOutputStream());
            isSecured = true;
        }
    }

    private final class Accepted extends Socket {
        private final InputStream said;
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        private boolean isClosed;

        Accepted(byte[] said) {
            this.said = new ByteArrayInputStream(said);
        }

        @Override
        public InputStream getInputStream() {
            return said;
        }

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int octet) throws IOException {
                    write(new byte[] {(byte) octet}, 0, 1);
                }

                @Override
                public void write(byte[] octets, int offset, int length) throws IOException {
                    if (isClosed) {
                        throw new IOException("closed");
                    }
                    heard.write(octets, offset, length);
                    buffers.add(octets);
                }
            };
        }

        @Override
        public synchronized void close() {
            isClosed = true;
        }

        @Override
        public boolean isClosed() {
            return isClosed;
        }

        @Override
        public void setKeepAlive(boolean on) {}

        @Override
        public void setSoLinger(boolean on, int seconds) {}

        @Override
        public void setTcpNoDelay(boolean on) {}
    }
}
