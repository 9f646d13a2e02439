package org.ssms.license.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.asn1.ASN1StreamReader;
import com.unboundid.ldap.listener.LDAPListener;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.UnbindRequestProtocolOp;
import com.unboundid.ldap.sdk.EXTERNALBindRequest;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.base.config.ConfigException;
import org.ssms.base.test.TestCertificates.Issued;
import org.ssms.base.test.TestCertificates.Request;
import org.ssms.license.LicenseConfig.KeystoreFile;
import org.ssms.license.auth.CertificateConfig;

/** The ports of LDAP with TLS as it is, on this machine. */
@Timeout(60)
class LdapDoorTest {
    private static final String ALICE = "uid=alice,ou=people,o=ssms";
    private static final char[] PASSWORD = "test-password".toCharArray();
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int PER_SOURCE = 3;
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final byte[] WHO_AM_I =
            Dialogue.octets(new LDAPMessage(1, new ExtendedRequestProtocolOp(Directory.WHO_AM_I, null)));

    @TempDir
    Path directory;

    private final FakeDesk desk = new FakeDesk();
    private final FakeDesk.Message message = desk.leave();
    private final Issued authority = request("authority").authority().issue(null);
    private final AtomicLong later = new AtomicLong();
    private LdapClients clients = newClients();
    private LdapDoor door;

    @BeforeEach
    void open() throws Exception {
        door = open(LONG);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private LdapClients newClients() {
        return new LdapClients(() -> Instant.now().plusNanos(later.get()), () -> System.nanoTime() + later.get());
    }

    private LdapDoor open(Duration idle) throws Exception {
        Path authorities = Files.writeString(directory.resolve("ca.pem"), authority.pem());
        KeystoreFile key =
                store("server", request("localhost").loopbackAddress().issue(null));
        LdapConfig config =
                new LdapConfig(HERE, OptionalInt.of(0), OptionalInt.of(0), key, 2 * PER_SOURCE, PER_SOURCE, idle);
        clients = newClients();
        return LdapDoor.open(
                config,
                LdapTls.of(key, Optional.of(new CertificateConfig(authorities, Optional.empty()))),
                desk,
                clients);
    }

    private static Request request(String name) {
        return new Request(name, Instant.now().minusSeconds(60), Instant.now().plusSeconds(3600));
    }

    private KeystoreFile store(String name, Issued issued) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        store.setKeyEntry(name, issued.keys().getPrivate(), PASSWORD, new Certificate[] {issued.certificate()});
        Path file = directory.resolve(name + ".p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        Path password = Files.writeString(directory.resolve(name + ".password"), new String(PASSWORD) + "\n");
        return new KeystoreFile(file, "PKCS12", password, name);
    }

    private int port() {
        return door.ports().get(0);
    }

    private int tlsPort() {
        return door.ports().get(1);
    }

    /** Without a certificate of its own. */
    private static SSLContext anonymous() throws Exception {
        return new SSLUtil(new TrustAllTrustManager()).createSSLContext();
    }

    private SSLContext withCertificate() throws Exception {
        KeystoreFile key =
                store("client", request("alice").usage(true).purpose(true).issue(authority));
        KeyStore store = KeyStore.getInstance(key.path().toFile(), PASSWORD);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {new TrustAllTrustManager()}, null);
        return context;
    }

    private LDAPConnection connect(boolean byStartTls, SSLContext tls) throws Exception {
        if (!byStartTls) {
            return new LDAPConnection(tls.getSocketFactory(), HERE.getHostAddress(), tlsPort());
        }
        LDAPConnection connection = new LDAPConnection(HERE.getHostAddress(), port());
        ResultCode code = connection
                .processExtendedOperation(new StartTLSExtendedRequest(tls))
                .getResultCode();
        assertThat(code).isEqualTo(ResultCode.SUCCESS);
        return connection;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void d11_a_license_is_given_over_tls_from_the_beginning_or_later(boolean byStartTls) throws Exception {
        try (LDAPConnection client = connect(byStartTls, anonymous())) {
            assertThatThrownBy(() -> client.bind(ALICE, "wrong"))
                    .isInstanceOfSatisfying(
                            LDAPException.class,
                            e -> assertThat(e.getResultCode()).isEqualTo(ResultCode.INVALID_CREDENTIALS));
            client.bind(ALICE, FakeDesk.PASSWORD);
            for (int i = 0; i < 2; i++) {
                assertThat(client.search("ou=licenses,o=ssms", SearchScope.ONE, "(ssmsKid=" + message.kid() + ")")
                                .getSearchEntries()
                                .get(0)
                                .getAttributeValue("ssmsLicense"))
                        .isEqualTo(desk.given.get(0));
            }
            assertThat(client.getSchema().getObjectClass("ssmsLicense").getOID())
                    .startsWith("2.25.");
        }
        assertThat(desk.licenses).hasSize(1);
        assertThat(desk.licenses.get(0).address()).isEqualTo(HERE.getHostAddress());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void d11_sasl_external_shows_the_certificate_to_the_license_server(boolean byStartTls) throws Exception {
        desk.takesCertificates = true;
        try (LDAPConnection client = connect(byStartTls, withCertificate())) {
            client.bind(new EXTERNALBindRequest());
        }
        assertThat(desk.binds).containsExactly("by certificate");
        try (LDAPConnection client = connect(byStartTls, anonymous())) {
            assertThatThrownBy(() -> client.bind(new EXTERNALBindRequest()))
                    .isInstanceOfSatisfying(
                            LDAPException.class,
                            e -> assertThat(e.getResultCode()).isEqualTo(ResultCode.INAPPROPRIATE_AUTHENTICATION));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1", "TLSv1.1"})
    void old_versions_of_tls_are_refused(String version) throws Exception {
        try (SSLSocket socket = (SSLSocket) anonymous().getSocketFactory().createSocket(HERE, tlsPort())) {
            socket.setEnabledProtocols(new String[] {version});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
    }

    @Test
    void d11_in_clear_a_bind_is_refused_unlooked_at() throws Exception {
        try (LDAPConnection client = new LDAPConnection(HERE.getHostAddress(), port())) {
            assertThatThrownBy(() -> client.bind(ALICE, FakeDesk.PASSWORD))
                    .isInstanceOfSatisfying(
                            LDAPException.class,
                            e -> assertThat(e.getResultCode()).isEqualTo(ResultCode.CONFIDENTIALITY_REQUIRED));
            assertThat(client.getRootDSE().getSupportedExtendedOperationOIDs())
                    .contains(StartTLSExtendedRequest.STARTTLS_REQUEST_OID);
        }
        assertThat(desk.binds).isEmpty();
    }

    @Test
    void what_comes_behind_start_tls_in_clear_is_no_request() throws Exception {
        byte[] startTls = Dialogue.octets(
                new LDAPMessage(1, new ExtendedRequestProtocolOp(StartTLSExtendedRequest.STARTTLS_REQUEST_OID, null)));
        byte[] bind = Dialogue.octets(new LDAPMessage(2, new BindRequestProtocolOp(ALICE, FakeDesk.PASSWORD)));
        byte[] both = new byte[startTls.length + bind.length];
        System.arraycopy(startTls, 0, both, 0, startTls.length);
        System.arraycopy(bind, 0, both, startTls.length, bind.length);
        try (Socket socket = raw(port())) {
            socket.getOutputStream().write(both);
            ASN1StreamReader answers = new ASN1StreamReader(socket.getInputStream(), Requests.LONGEST);
            assertThat(LDAPMessage.readFrom(answers, false)
                            .getExtendedResponseProtocolOp()
                            .getResultCode())
                    .isZero();
            awaitEnd(socket);
        }
        assertThat(desk.binds).isEmpty();
    }

    static List<String> operations() {
        return Surplus.operations();
    }

    /** It would answer StartTLS in clear, and then take the bind for one over TLS. */
    @ParameterizedTest
    @MethodSource("operations")
    void d11_what_is_hidden_within_a_request_in_clear_is_no_request(String operation) throws Exception {
        desk.takesCertificates = true;
        byte[] startTls = Dialogue.octets(new LDAPMessage(1, new ExtendedRequestProtocolOp(Directory.START_TLS, null)));
        byte[] bind = Dialogue.octets(new LDAPMessage(2, new BindRequestProtocolOp("", "EXTERNAL", null)));
        try (Socket socket = raw(port())) {
            socket.getOutputStream().write(Surplus.message(operation, Surplus.all(startTls, bind)));
            awaitEnd(socket);
        }
        assertThat(desk.binds).isEmpty();
    }

    @Test
    void d11_no_number_is_kept_of_what_is_hidden_within_a_request() throws Exception {
        int before = keptScopes();
        byte[] search = Surplus.element(
                0x30,
                Surplus.hex("020103"),
                Surplus.element(0x63, Surplus.hex("04000a037e5d010a010002010002010001010087016f3000")));
        for (String operation : operations()) {
            try (Socket socket = raw(port())) {
                socket.getOutputStream().write(Surplus.message(operation, search));
                awaitEnd(socket);
            }
        }
        assertThat(keptScopes()).isEqualTo(before);
    }

    private static int keptScopes() throws Exception {
        Field kept = SearchScope.class.getDeclaredField("UNDEFINED_SCOPES");
        kept.setAccessible(true);
        return ((Map<?, ?>) kept.get(null)).size();
    }

    private static Socket raw(int port) throws IOException {
        Socket socket = new Socket(HERE, port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private SSLSocket bound() throws Exception {
        SSLSocket socket = (SSLSocket) anonymous().getSocketFactory().createSocket(HERE, tlsPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        byte[] bind = Dialogue.octets(new LDAPMessage(1, new BindRequestProtocolOp(ALICE, FakeDesk.PASSWORD)));
        socket.getOutputStream().write(bind);
        assertThat(socket.getInputStream().read()).isEqualTo(0x30);
        return socket;
    }

    /** Reads what is left to be read.
     *  @throws java.net.SocketTimeoutException when the server does not end it */
    private static void awaitEnd(Socket socket) throws IOException {
        try {
            while (socket.getInputStream().read(new byte[1024]) >= 0) {
                // an answer, or the last word of TLS
            }
        } catch (SocketException | SSLException reset) {
            // it is closed
        }
    }

    @Test
    void whoever_asks_for_nothing_or_stops_in_the_middle_is_closed() throws Exception {
        door.close();
        door = open(SHORT);
        try (SSLSocket silent = bound();
                SSLSocket stopping = bound()) {
            stopping.getOutputStream().write(new byte[] {0x30, 0x20, 0x02});
            awaitEnd(silent);
            awaitEnd(stopping);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void d11_nobody_stays_without_a_bind_whatever_he_asks(boolean byStartTls) throws Exception {
        try (SSLSocket stays = bound();
                LDAPConnection client = connect(byStartTls, anonymous())) {
            assertThat(client.getRootDSE()).isNotNull();
            later.addAndGet(LdapClients.WITHOUT_BIND.toNanos());
            until(() -> !isAnswered(client));
            stays.getOutputStream().write(WHO_AM_I);
            assertThat(stays.getInputStream().read()).as("who has bound").isGreaterThanOrEqualTo(0);
        }
        assertThat(desk.binds).containsExactly("alice");
    }

    private static void until(Callable<Boolean> isSo) throws Exception {
        while (!isSo.call()) {
            Thread.onSpinWait(); // the test has a limit of time
        }
    }

    private static boolean isAnswered(LDAPConnection client) {
        try {
            return client.getRootDSE() != null;
        } catch (LDAPException ended) {
            return false;
        }
    }

    @Test
    void d11_in_the_middle_of_a_handshake_nobody_has_more_time_than_that() throws Exception {
        try (Socket socket = raw(port())) {
            socket.getOutputStream()
                    .write(Dialogue.octets(
                            new LDAPMessage(1, new ExtendedRequestProtocolOp(Directory.START_TLS, null))));
            assertThat(LDAPMessage.readFrom(new ASN1StreamReader(socket.getInputStream(), Requests.LONGEST), false))
                    .isNotNull();
            later.addAndGet(LdapClients.WITHOUT_BIND.toNanos());
            awaitEnd(socket);
        }
    }

    @Test
    void d11_a_wrong_password_does_not_lengthen_that() throws Exception {
        try (SSLSocket client = bound()) {
            client.getOutputStream().write(Dialogue.octets(new LDAPMessage(2, new BindRequestProtocolOp(ALICE, "x"))));
            until(() -> desk.binds.size() == 2);
            later.addAndGet(LdapClients.WITHOUT_BIND.toNanos());
            awaitEnd(client);
        }
    }

    @Test
    void d11_a_bind_ends_with_its_session() throws Exception {
        desk.sessionsEnd = Instant.now().plus(LONG.dividedBy(2));
        try (SSLSocket client = bound()) {
            later.addAndGet(LONG.dividedBy(2).toNanos());
            awaitEnd(client);
        }
        until(() -> clients.size() == 0);
    }

    @Test
    void a_port_whose_thread_has_ended_is_opened_again() throws Exception {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread instanceof LDAPListener listener && listener.getListenPort() == tlsPort()) {
                listener.shutDown(false);
            }
        }
        until(() -> {
            try (SSLSocket client = bound()) {
                return client.isConnected();
            } catch (ConnectException e) {
                return false;
            }
        });
    }

    @Test
    void whoever_has_his_share_of_connections_gets_no_more_until_one_is_closed() throws Exception {
        List<Socket> share = new ArrayList<>();
        for (int i = 0; i < PER_SOURCE; i++) {
            share.add(inClear());
        }
        for (int port : door.ports()) {
            try (Socket further = raw(port)) {
                awaitEnd(further);
            }
        }
        share.get(0).getOutputStream().write(Dialogue.octets(new LDAPMessage(2, new UnbindRequestProtocolOp())));
        awaitEnd(share.get(0));
        try (Socket next = inClear()) {
            assertThat(next.isConnected()).isTrue();
        }
        for (Socket socket : share) {
            socket.close();
        }
    }

    /** A connection that was answered. */
    private Socket inClear() throws IOException {
        Socket socket = raw(port());
        socket.getOutputStream().write(WHO_AM_I);
        assertThat(socket.getInputStream().read()).isEqualTo(0x30);
        return socket;
    }

    @Test
    void when_the_door_closes_so_do_its_connections() throws Exception {
        try (SSLSocket client = bound();
                Socket silent = raw(port())) {
            int port = port();
            door.close();
            assertThat(clients.size()).as("each has cleaned up").isZero();
            awaitEnd(client);
            awaitEnd(silent);
            assertThatThrownBy(() -> raw(port)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_port_that_is_taken_is_named_and_the_other_one_is_not_left_open() throws Exception {
        KeystoreFile key = store("server", request("localhost").issue(null));
        LdapConfig taken =
                new LdapConfig(HERE, OptionalInt.empty(), OptionalInt.of(tlsPort()), key, PER_SOURCE, PER_SOURCE, LONG);
        assertThatThrownBy(() -> LdapDoor.open(taken, LdapTls.of(key, Optional.empty()), desk))
                .isInstanceOf(ConfigException.class)
                .hasMessageMatching("ssms\\.license\\.ldaps\\.port: tcp:127\\.0\\.0\\.1:" + tlsPort()
                        + " cannot be opened: Address already in use.*");
    }

    @Test
    void a_key_that_does_not_open_is_named() throws Exception {
        KeystoreFile key = store("server", request("localhost").issue(null));
        Path wrong = Files.writeString(directory.resolve("wrong"), "wrong\n");
        assertThatThrownBy(() ->
                        LdapTls.of(new KeystoreFile(key.path(), key.type(), wrong, key.alias()), Optional.empty()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("ssms.license.ldap.keystore:");
    }
}
