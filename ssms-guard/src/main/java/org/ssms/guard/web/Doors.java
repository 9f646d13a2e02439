package org.ssms.guard.web;

import io.undertow.server.HandlerWrapper;
import io.undertow.server.HttpHandler;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The filter {@code front-door} of the web server (70-web.cli). WildFly makes one for each assembly of its handlers;
 * what is counted outlives them.
 */
public final class Doors implements HandlerWrapper {
    private static final Door KEYS = Door.keys(System::nanoTime);
    private static final Door MANAGEMENT = Door.management(System::nanoTime);

    private static final long LOOK_MILLIS = 250;

    private static @Nullable Door open;

    private int keysPort;
    private int connectionsPerSource = 256;
    private int requestsPerSource = 32;

    /** Port of the listener {@code keys}, offset included. A parameter of the filter. */
    public void setKeysPort(int keysPort) {
        this.keysPort = keysPort;
    }

    /** {@code ssms.web.connections-per-source}. A parameter of the filter. */
    public void setConnectionsPerSource(int connectionsPerSource) {
        this.connectionsPerSource = connectionsPerSource;
    }

    /** {@code ssms.web.requests-per-source}. A parameter of the filter. */
    public void setRequestsPerSource(int requestsPerSource) {
        this.requestsPerSource = requestsPerSource;
    }

    @Override
    public HttpHandler wrap(HttpHandler next) {
        Door strangers = open(connectionsPerSource, requestsPerSource);
        return new FrontDoor(port -> port == keysPort ? KEYS : strangers, next);
    }

    private static synchronized Door open(int connectionsPerSource, int requestsPerSource) {
        Door known = open;
        if (known != null) {
            return known;
        }
        Door made = Door.open(connectionsPerSource, requestsPerSource, System::nanoTime);
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "ssms-doors");
            thread.setDaemon(true);
            return thread;
        });
        var unused = watch.scheduleWithFixedDelay(
                new Listeners(made, KEYS, MANAGEMENT), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        open = made;
        return made;
    }
}
