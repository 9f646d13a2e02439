package org.ssms.it.sip;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Requests under way on a line; over UDP they are repeated until something comes back (RFC 3261 §17.1). */
final class ClientTransactions {
    private static final long T1_MILLIS = 500;
    private static final long T2_MILLIS = 4000;

    private record Pending(
            CompletableFuture<SipText> answer, Consumer<SipText> responses, CompletableFuture<?> heard) {}

    private final SipLine line;
    private final Map<String, Pending> pending = new ConcurrentHashMap<>();

    ClientTransactions(SipLine line) {
        this.line = line;
    }

    /** Sends; completes with the final response.
     *  @param responses gets every response, also repeated ones */
    CompletableFuture<SipText> start(SipText request, Consumer<SipText> responses) {
        Pending mine = new Pending(new CompletableFuture<>(), responses, new CompletableFuture<>());
        pending.put(request.transaction(), mine);
        line.send(request);
        if (line.isUnreliable()) {
            repeat(request, mine, T1_MILLIS);
        }
        return mine.answer;
    }

    private void repeat(SipText request, Pending mine, long after) {
        CompletableFuture.delayedExecutor(after, TimeUnit.MILLISECONDS).execute(() -> {
            if (!mine.heard.isDone() && after < 16 * T2_MILLIS) {
                line.send(request);
                repeat(request, mine, request.method().equals("INVITE") ? 2 * after : Math.min(2 * after, T2_MILLIS));
            }
        });
    }

    void received(SipText response) {
        Pending mine = pending.get(response.transaction());
        if (mine == null) {
            return;
        }
        mine.responses.accept(response);
        if (response.status() >= 200 || response.method().equals("INVITE")) {
            mine.heard.complete(null);
        }
        if (response.status() >= 200) {
            mine.answer.completeAsync(() -> response);
        }
    }
}
