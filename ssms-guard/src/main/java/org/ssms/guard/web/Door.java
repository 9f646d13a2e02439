package org.ssms.guard.web;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * What one kind of door spends: on strangers, on the media server's key deposits, on management. Each has its own, so
 * that nothing that happens at one takes from another.
 *
 * @param bodies request bodies that are arriving
 * @param uploads those of them that may be large
 * @param workers requests that have a worker, or whose answer is not read yet
 * @param lookUps those of them that ask who holds a message: many at once leave a worker for a deposit
 * @param streams open streams of events
 * @param served the methods and paths that are served here
 */
record Door(
        Connections connections,
        Shares bodies,
        Shares uploads,
        Shares workers,
        Shares lookUps,
        Shares streams,
        Pattern served) {
    /** Deposits; and what a media node asks for in the name of a listener who calls it, with his session. */
    private static final Pattern OF_MEDIA_NODES = Pattern.compile(
            "[A-Z]+ /license/v1/(keys/.*|licenses/[^/]+|leases/[^/]+/[a-z]+|messages/[^/]+/rights|jwks)"
                    + "|GET /license/v1/shared|POST /license/v1/messages/[^/]+/grants|DELETE /license/v1/sessions",
            Pattern.DOTALL);

    private static final Pattern LOOK_UP = Pattern.compile("/license/v1/keys/holders(/.*)?", Pattern.DOTALL);

    /** Sound; of all that comes to us nothing else is large. */
    private static final Pattern UPLOAD = Pattern.compile("PUT /api/v1/greetings/[a-z-]{1,32}");

    private static final Pattern ALL = Pattern.compile("[^ ]+ /.*", Pattern.DOTALL);

    private static final Duration FIRST_REQUEST = Duration.ofSeconds(10);
    private static final Duration BETWEEN_REQUESTS = Duration.ofMinutes(1);
    private static final Duration REQUEST = Duration.ofMinutes(2);

    /** An office behind one address has room; 20,000 sources with one connection each have not. */
    static Door open(int connectionsPerSource, int requestsPerSource, LongSupplier nanoTime) {
        Shares workers = new Shares(requestsPerSource, 128);
        return new Door(
                new Connections(
                        new Connections.Limits(connectionsPerSource, 2048, FIRST_REQUEST, BETWEEN_REQUESTS, REQUEST),
                        nanoTime),
                new Shares(2 * requestsPerSource, 512),
                new Shares(2, 16),
                workers,
                workers,
                new Shares(128, 1024),
                ALL);
    }

    /**
     * For the media server in this process; the license client keeps its connections. Whoever wants protected files has
     * it asked who holds them: 32 requests of one source at the {@linkplain #open open} door, and the mail door's ten
     * workers. There are 64 workers (70-web.cli).
     */
    static Door keys(LongSupplier nanoTime) {
        return new Door(
                new Connections(
                        new Connections.Limits(128, 256, FIRST_REQUEST, Duration.ofHours(1), REQUEST), nanoTime),
                new Shares(128, 256),
                new Shares(0, 0),
                new Shares(128, 256),
                new Shares(48, 48),
                new Shares(0, 0),
                OF_MEDIA_NODES);
    }

    static Door management(LongSupplier nanoTime) {
        Shares workers = new Shares(16, 64);
        return new Door(
                new Connections(new Connections.Limits(64, 256, FIRST_REQUEST, BETWEEN_REQUESTS, REQUEST), nanoTime),
                new Shares(16, 64),
                new Shares(0, 0),
                workers,
                workers,
                new Shares(0, 0),
                ALL);
    }

    /** Whether its body may be {@link RequestBody.Limit#UPLOAD}. */
    boolean isUpload(String method, String path) {
        return UPLOAD.matcher(method + " " + path).matches();
    }

    /** Of which share a request is that has a worker. */
    Shares workersFor(String path) {
        return LOOK_UP.matcher(path).matches() ? lookUps : workers;
    }

    boolean serves(String method, String path) {
        return served.matcher(method + " " + path).matches() && !path.contains("..");
    }
}
