package org.ssms.it.server;

import com.unboundid.asn1.ASN1Buffer;
import com.unboundid.asn1.ASN1StreamReader;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.MessageId;

/** A client of LDAP over TLS on another address of this machine: one connection, from an address of 127/8. */
public final class LdapFrom implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int MOST_OF_ANSWER = 100_000;

    private final Socket socket;
    private final ASN1StreamReader answers;
    private int ids;

    private LdapFrom(Socket socket) throws IOException {
        this.socket = socket;
        this.answers = new ASN1StreamReader(socket.getInputStream(), MOST_OF_ANSWER);
    }

    /** What a search ends with, and what it has found. */
    public record Found(int code, @Nullable String text, List<Entry> entries) {
        /** Of the one entry that was found. */
        public String license() {
            return entries.get(0).getAttributeValue("ssmsLicense");
        }

        /** The license, or why there is none: code and text. */
        public String outcome() {
            return code == 0 && !entries.isEmpty() ? license() : code + " " + text;
        }
    }

    public static LdapFrom connect(SsmsServer server, String source) throws IOException, GeneralSecurityException {
        return new LdapFrom(secured(server, server.ldaps(), source));
    }

    /** A connection to a door of TLS. */
    static Socket secured(SsmsServer server, InetSocketAddress door, String source)
            throws IOException, GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(server.certificate());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(door, TIMEOUT_MILLIS);
        return tls.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
    }

    /** The name of a user. */
    public static String name(String user) {
        return "uid=" + user + ",ou=people,o=ssms";
    }

    /** The name of a license. */
    public static String name(MessageId message) {
        return "ssmsMessageId=" + message + ",ou=licenses,o=ssms";
    }

    /** The result code. */
    public int bind(String user, String password) throws IOException, LDAPException {
        send(new BindRequestProtocolOp(name(user), password));
        return receive().getBindResponseProtocolOp().getResultCode();
    }

    /** The license of a message, by its name. */
    public Found license(MessageId message, String... attributes) throws IOException, LDAPException {
        return search(name(message), SearchScope.BASE, "(objectClass=*)", attributes);
    }

    public Found search(String base, SearchScope scope, String filter, String... attributes)
            throws IOException, LDAPException {
        send(search(base, scope, Filter.create(filter), attributes));
        List<Entry> entries = new ArrayList<>();
        LDAPMessage answer = receive();
        while (answer.getProtocolOpType() == LDAPMessage.PROTOCOL_OP_TYPE_SEARCH_RESULT_ENTRY) {
            entries.add(new Entry(
                    answer.getSearchResultEntryProtocolOp().getDN(),
                    answer.getSearchResultEntryProtocolOp().getAttributes()));
            answer = receive();
        }
        SearchResultDoneProtocolOp done = answer.getSearchResultDoneProtocolOp();
        return new Found(done.getResultCode(), done.getDiagnosticMessage(), entries);
    }

    public static SearchRequestProtocolOp search(String base, SearchScope scope, Filter filter, String... attributes) {
        return new SearchRequestProtocolOp(
                base, scope, DereferencePolicy.NEVER, 0, 0, false, filter, List.of(attributes));
    }

    private void send(ProtocolOp request) throws IOException {
        ids++;
        send(octets(ids, request));
    }

    /** Whatever that is. */
    public void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
    }

    /** A request as it is sent. */
    public static byte[] octets(int id, ProtocolOp request) {
        ASN1Buffer buffer = new ASN1Buffer();
        new LDAPMessage(id, request).writeTo(buffer);
        return buffer.toByteArray();
    }

    private LDAPMessage receive() throws LDAPException {
        return Objects.requireNonNull(LDAPMessage.readFrom(answers, false), "the server has ended the connection");
    }

    /** Whether the server ends the connection without another word, of TLS neither; waits for that. */
    public boolean isEnded() {
        try {
            return LDAPMessage.readFrom(answers, false) == null;
        } catch (LDAPException e) {
            return !(e.getCause() instanceof SocketTimeoutException);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
