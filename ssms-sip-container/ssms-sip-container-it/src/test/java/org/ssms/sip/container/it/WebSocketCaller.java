package org.ssms.sip.container.it;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A SIP client on the JDK's WebSocket. What arrives is kept as text; a pong as {@code pong}, the end as {@code closed}.
 */
final class WebSocketCaller implements WebSocket.Listener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;

    private WebSocketCaller(URI uri, String subprotocol) throws Exception {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
        WebSocket.Builder builder =
                HttpClient.newBuilder().sslContext(tls).build().newWebSocketBuilder();
        if (!subprotocol.isEmpty()) {
            builder.subprotocols(subprotocol);
        }
        socket = builder.buildAsync(uri, this).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** @param scheme {@code ws} or {@code wss} */
    static WebSocketCaller open(String scheme, String subprotocol) throws Exception {
        int port = scheme.equals("ws") ? FeatureServer.WS_PORT : FeatureServer.WSS_PORT;
        return new WebSocketCaller(URI.create(scheme + "://127.0.0.1:" + port + "/"), subprotocol);
    }

    WebSocket socket() {
        return socket;
    }

    void send(String message) {
        socket.sendText(message, true).join();
    }

    /** The next that is no provisional response. */
    String receive() throws InterruptedException {
        while (true) {
            @Nullable String next = arrived.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing arrived over the WebSocket");
            }
            if (!next.startsWith("SIP/2.0 1")) {
                return next;
            }
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            arrived.add(part.toString());
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer payload) {
        arrived.add("pong");
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        arrived.add("closed");
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        arrived.add("closed");
    }

    @Override
    public void close() {
        socket.abort();
    }

    /** The certificate of the tests is signed by nobody and names no address. */
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket with) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket with) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine with) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine with) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
