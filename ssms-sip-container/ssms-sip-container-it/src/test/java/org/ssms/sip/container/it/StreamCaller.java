package org.ssms.sip.container.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A SIP caller on one TCP or TLS connection. Debian's sipp is built without TLS, so this one calls over TLS instead.
 */
final class StreamCaller implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    private StreamCaller(Socket socket) throws IOException {
        this.socket = socket;
        this.socket.setSoTimeout(TIMEOUT_MILLIS);
        this.socket.setTcpNoDelay(true); // an ACK and the BYE after it are two small writes
        this.in = socket.getInputStream();
    }

    /** @param transport {@code TCP} or {@code TLS} */
    static StreamCaller of(String transport) throws IOException, GeneralSecurityException {
        return of(transport, InetAddress.getLoopbackAddress());
    }

    /** @param server address of the server */
    static StreamCaller of(String transport, InetAddress server) throws IOException, GeneralSecurityException {
        return transport.equals("TLS") ? tls("TLSv1.3", null, server) : tcp(server);
    }

    static StreamCaller tcp() throws IOException {
        return tcp(InetAddress.getLoopbackAddress());
    }

    /** @param source numeric address that the connection comes from */
    static StreamCaller from(String source) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), WildFly.SIP_PORT), TIMEOUT_MILLIS);
        return new StreamCaller(socket);
    }

    private static StreamCaller tcp(InetAddress server) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(server, WildFly.SIP_PORT), TIMEOUT_MILLIS);
        return new StreamCaller(socket);
    }

    /** @param protocol the only one that is offered, such as {@code TLSv1.3} */
    static StreamCaller tls(String protocol) throws IOException, GeneralSecurityException {
        return tls(protocol, null);
    }

    /** @param keystore see {@link WildFly#keystore}; without one no certificate is shown */
    static StreamCaller tls(String protocol, @Nullable Path keystore) throws IOException, GeneralSecurityException {
        return tls(protocol, keystore, InetAddress.getLoopbackAddress());
    }

    private static StreamCaller tls(String protocol, @Nullable Path keystore, InetAddress server)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keystore == null ? null : keys(keystore), new TrustManager[] {new TrustAll()}, new SecureRandom());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(server, WildFly.SIPS_PORT);
        socket.setEnabledProtocols(new String[] {protocol});
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.startHandshake();
        return new StreamCaller(socket);
    }

    private static KeyManager[] keys(Path keystore) throws IOException, GeneralSecurityException {
        char[] password = TestKeystore.PASSWORD.toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(keystore.toFile(), password), password);
        return new KeyManager[] {new ShownToEverybody((X509KeyManager) keys.getKeyManagers()[0])};
    }

    void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    int localPort() {
        return socket.getLocalPort();
    }

    void send(String message) throws IOException {
        send(SipText.bytes(message));
    }

    void send(byte[] message) throws IOException {
        socket.getOutputStream().write(message);
        socket.getOutputStream().flush();
    }

    /** The next message that is not a 100, with its body; null when the server closed the connection. */
    @Nullable
    String receive() throws IOException {
        while (true) {
            String head = readHead();
            if (head == null) {
                return null;
            }
            String length = SipText.header(head, "Content-Length");
            String body = new String(
                    in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length)), StandardCharsets.ISO_8859_1);
            if (!head.startsWith("SIP/2.0 100 ")) {
                return head + body;
            }
        }
    }

    private @Nullable String readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int end = 0;
        while (end < 4) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.write(next);
            end = next == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** Closes the connection and waits for the server to do so too, which by then knows that it is gone. */
    void hangUp() throws IOException {
        socket.shutdownOutput();
        in.transferTo(OutputStream.nullOutputStream());
        close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Shows its one certificate also to servers that say they trust others only. */
    private static final class ShownToEverybody extends X509ExtendedKeyManager {
        private final X509KeyManager keys;

        ShownToEverybody(X509KeyManager keys) {
            this.keys = keys;
        }

        @Override
        public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            String alias = null;
            for (int i = 0; alias == null && i < types.length; i++) {
                String[] aliases = keys.getClientAliases(types[i], null);
                alias = aliases == null ? null : aliases[0];
            }
            return alias;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return keys.getClientAliases(type, null);
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return keys.getServerAliases(type, issuers);
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return keys.chooseServerAlias(type, issuers, socket);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }
    }

    /** The test's certificate is its own; what is tested here is the server. */
    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
