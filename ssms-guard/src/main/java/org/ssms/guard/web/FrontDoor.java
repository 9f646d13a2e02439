package org.ssms.guard.web;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.ssms.guard.Source;
import org.ssms.guard.web.Connections.Ends;

/**
 * Stands before all applications, in the I/O thread: a request gets a worker when its body has arrived whole, its
 * source has not too many workers already, and some are left. So nobody makes a worker wait for bytes, and slow readers
 * of answers hold no more than the share of their source. Streams of one HTTP/2 connection count like connections.
 */
final class FrontDoor implements HttpHandler {
    /** Only for whoever is logged in, and without a worker while nothing happens: so it has a share of its own. */
    private static final String EVENT_STREAM = "text/event-stream";

    private static final HttpString FORWARDED_FOR = new HttpString("X-Forwarded-For");

    private final HttpHandler next;
    private final IntFunction<Door> doors;
    private final Proxies proxies;

    /**
     * @param doors the door of a local port
     * @param proxies whose word about their clients is taken
     */
    FrontDoor(IntFunction<Door> doors, Proxies proxies, HttpHandler next) {
        this.doors = doors;
        this.proxies = proxies;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        Ends ends = ends(exchange);
        Door door = doors.apply(ends.local().getPort());
        Object request = new Object();
        door.connections().began(ends, request);
        exchange.addExchangeCompleteListener((ended, listeners) -> {
            door.connections().ended(ends, request);
            if (ended.isUpgrade()) {
                door.connections().release(ends); // JMX and the management CLI
            }
            listeners.proceed();
        });
        if (!door.serves(exchange.getRequestMethod().toString(), exchange.getRequestPath())) {
            refuse(exchange, StatusCodes.NOT_FOUND);
            return;
        }
        InetAddress client = proxies.client(
                ends.peer().getAddress(), exchange.getRequestHeaders().get(FORWARDED_FOR));
        if (!client.equals(ends.peer().getAddress())) {
            exchange.setSourceAddress(new InetSocketAddress(client, 0));
        }
        Source source = Source.of(client);
        if (exchange.isRequestComplete()) {
            work(exchange, door, source, request);
            return;
        }
        boolean isUpload = door.isUpload(exchange.getRequestMethod().toString(), exchange.getRequestPath());
        RequestBody.Limit limit = isUpload ? RequestBody.Limit.UPLOAD : RequestBody.Limit.ORDINARY;
        if (exchange.getRequestContentLength() > limit.bytes()) {
            refuse(exchange, StatusCodes.REQUEST_ENTITY_TOO_LARGE);
            return;
        }
        Shares bodies = isUpload ? door.uploads() : door.bodies();
        if (!bodies.take(source)) {
            refuse(exchange, StatusCodes.SERVICE_UNAVAILABLE);
            return;
        }
        Runnable release = () -> bodies.giveBack(source);
        Runnable late = () -> door.connections().condemn(ends);
        new RequestBody(exchange, limit, release, late, whole -> {
                    if (whole) {
                        work(exchange, door, source, request);
                    } else {
                        refuse(exchange, StatusCodes.REQUEST_ENTITY_TOO_LARGE);
                    }
                })
                .read();
    }

    private void work(HttpServerExchange exchange, Door door, Source source, Object request) throws Exception {
        Shares workers = door.workersFor(exchange.getRequestPath());
        if (!workers.take(source)) {
            refuse(exchange, StatusCodes.SERVICE_UNAVAILABLE);
            return;
        }
        AtomicReference<Shares> held = new AtomicReference<>(workers);
        exchange.addExchangeCompleteListener((ended, listeners) -> {
            Objects.requireNonNull(held.get()).giveBack(source);
            listeners.proceed();
        });
        exchange.addResponseCommitListener(answered -> {
            String type = answered.getResponseHeaders().getFirst(Headers.CONTENT_TYPE);
            // who has too many streams keeps the share, and the deadline, of any other request
            if (type != null && type.startsWith(EVENT_STREAM) && door.streams().take(source)) {
                held.set(door.streams());
                workers.giveBack(source);
                door.connections().streams(ends(answered), request);
            }
        });
        next.handleRequest(exchange);
    }

    /** In the I/O thread, with a problem document (RFC 9457). What the request still sends is not waited for. */
    private static void refuse(HttpServerExchange exchange, int status) {
        if (!exchange.isRequestComplete()) {
            exchange.setPersistent(false);
        }
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/problem+json");
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "private, no-store");
        if (status == StatusCodes.SERVICE_UNAVAILABLE) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, 1);
        }
        String title = StatusCodes.getReason(status);
        exchange.getResponseSender()
                .send("{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d}".formatted(title, status));
    }

    private static Ends ends(HttpServerExchange exchange) {
        return new Ends((InetSocketAddress) exchange.getConnection().getPeerAddress(), (InetSocketAddress)
                exchange.getConnection().getLocalAddress());
    }
}
