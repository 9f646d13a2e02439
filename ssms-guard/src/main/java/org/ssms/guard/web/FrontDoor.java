package org.ssms.guard.web;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.net.InetSocketAddress;
import java.util.function.IntFunction;
import org.ssms.guard.Source;
import org.ssms.guard.web.Connections.Ends;

/**
 * Stands before all applications, in the I/O thread: a request gets a worker when its body has arrived whole, its
 * source has not too many workers already, and some are left. So nobody makes a worker wait for bytes, and slow readers
 * of answers hold no more than the share of their source. Streams of one HTTP/2 connection count like connections.
 */
final class FrontDoor implements HttpHandler {
    /** Answers that stay open, so they have a share of their own; they hold no worker while nothing happens. */
    static final String EVENTS = "/api/v1/events";

    private final HttpHandler next;
    private final IntFunction<Door> doors;

    /** @param doors the door of a local port */
    FrontDoor(IntFunction<Door> doors, HttpHandler next) {
        this.doors = doors;
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
        if (!door.serves(exchange.getRequestPath())) {
            refuse(exchange, StatusCodes.NOT_FOUND);
            return;
        }
        Source source = Source.of(ends.peer().getAddress());
        if (exchange.isRequestComplete()) {
            work(exchange, door, source, ends);
            return;
        }
        if (exchange.getRequestContentLength() > RequestBody.MAX_BYTES) {
            refuse(exchange, StatusCodes.REQUEST_ENTITY_TOO_LARGE);
            return;
        }
        if (!door.bodies().take(source)) {
            refuse(exchange, StatusCodes.SERVICE_UNAVAILABLE);
            return;
        }
        Runnable release = () -> door.bodies().giveBack(source);
        Runnable late = () -> door.connections().condemn(ends);
        new RequestBody(exchange, release, late, whole -> {
                    if (whole) {
                        work(exchange, door, source, ends);
                    } else {
                        refuse(exchange, StatusCodes.REQUEST_ENTITY_TOO_LARGE);
                    }
                })
                .read();
    }

    private void work(HttpServerExchange exchange, Door door, Source source, Ends ends) throws Exception {
        boolean events = exchange.getRequestPath().equals(EVENTS);
        Shares shares = events ? door.streams() : door.workers();
        if (!shares.take(source)) {
            refuse(exchange, StatusCodes.SERVICE_UNAVAILABLE);
            return;
        }
        exchange.addExchangeCompleteListener((ended, listeners) -> {
            shares.giveBack(source);
            listeners.proceed();
        });
        if (events) {
            door.connections().release(ends);
        }
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
