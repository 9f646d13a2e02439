package org.ssms.identity.stir;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.ssms.base.test.TestCertificates;

/** A certificate repository on loopback: HTTPS GET of what was put there. */
public final class TestRepository implements AutoCloseable {
    private static final char[] PASSWORD = "test-only-password".toCharArray();

    private final HttpsServer server;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    public final AtomicInteger requests = new AtomicInteger();

    /** @param identity for 127.0.0.1 */
    public TestRepository(TestCertificates.Issued identity) {
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls(identity)));
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            String path = exchange.getRequestURI().toString();
            byte[] file = files.get(path);
            if (path.startsWith("/moved")) {
                exchange.getResponseHeaders().set("Location", url("/cert.pem"));
                exchange.sendResponseHeaders(302, -1);
            } else if (file == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                exchange.sendResponseHeaders(200, path.startsWith("/chunked") ? 0 : file.length);
                exchange.getResponseBody().write(file);
            }
            exchange.close();
        });
        server.start();
    }

    private static SSLContext tls(TestCertificates.Issued identity) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("tls", identity.keys().getPrivate(), PASSWORD, new Certificate[] {identity.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** {@code 127.0.0.1:port}, as in the allow-list. */
    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public String url(String path) {
        return "https://" + host() + path;
    }

    public void put(String path, String text) {
        files.put(path, text.getBytes(US_ASCII));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
