package org.ssms.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.ssms.client.LicenseServerClient;
import org.ssms.protect.key.ServiceKey;
import org.ssms.protect.license.MalformedLicenseException;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/** Answers like a license server that agrees to everything, or is broken while {@link #away} is set. */
final class FakeLicenseServer implements AutoCloseable {
    /** What every owner gets. */
    static final String CONTROL_CODE = "271828182845";

    static final UsageRights RIGHTS = UsageRights.UNLIMITED.with(Right.PLAYS, 2);

    private static final int UNAVAILABLE = 503;

    /** Method and path of every request that was agreed to. */
    final List<String> agreed = new CopyOnWriteArrayList<>();

    /** The last deposit. */
    volatile String deposited = "";

    /** The last registration. */
    volatile String registered = "";

    /** What called party and domain allow. */
    volatile UsageRights policy = UsageRights.UNLIMITED;

    /** What each member of a list allows; null: it is no list. */
    volatile @Nullable UsageRights ofMembers;

    volatile boolean away;

    /** So many requests more fail, then it is well again. */
    final AtomicInteger failures = new AtomicInteger();

    private final HttpServer server;

    FakeLicenseServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    LicenseServerClient client() {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/license/v1");
        return new LicenseServerClient(
                base, ServiceKey.parse("test-service-key-0123456789"), Duration.ofSeconds(5), null);
    }

    long agreedTo(String method, String suffix) {
        return agreed.stream()
                .filter(r -> r.startsWith(method + " ") && r.endsWith(suffix))
                .count();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (away || failures.getAndDecrement() > 0) {
            exchange.sendResponseHeaders(UNAVAILABLE, -1);
        } else {
            String path = exchange.getRequestURI().getPath();
            agreed.add(exchange.getRequestMethod() + " " + path);
            if (path.endsWith("/rights")) {
                answer(exchange, 200, foreseen(new String(body, UTF_8)));
            } else if (path.endsWith("/manifest")) {
                registered = new String(body, UTF_8);
                exchange.sendResponseHeaders(204, -1);
            } else if (exchange.getRequestMethod().equals("PUT")) {
                deposited = new String(body, UTF_8);
                answer(exchange, 201, "{\"rights\":" + RIGHTS.toJson() + ",\"controlCode\":\"" + CONTROL_CODE + "\"}");
            } else {
                exchange.sendResponseHeaders(204, -1);
            }
        }
        exchange.close();
    }

    private String foreseen(String rights) throws IOException {
        try {
            UsageRights most = UsageRights.fromJson(rights).intersect(policy);
            UsageRights each = ofMembers;
            String least =
                    each == null ? "" : ",\"least\":" + most.intersect(each).toJson();
            return "{\"rights\":" + most.toJson() + least + "}";
        } catch (MalformedLicenseException e) {
            throw new IOException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
