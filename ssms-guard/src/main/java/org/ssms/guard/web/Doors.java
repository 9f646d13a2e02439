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
    private static final Door OPEN = Door.open(
            Integer.getInteger("ssms.web.connections-per-source", 256),
            Integer.getInteger("ssms.web.requests-per-source", 32),
            System::nanoTime);
    private static final Door KEYS = Door.keys(System::nanoTime);
    private static final Door MANAGEMENT = Door.management(System::nanoTime);

    private static final long LOOK_MILLIS = 250;

    private static @Nullable ScheduledExecutorService watch;

    private int keysPort;

    /** Port of the listener {@code keys}, offset included. A parameter of the filter. */
    public void setKeysPort(int keysPort) {
        this.keysPort = keysPort;
    }

    @Override
    public HttpHandler wrap(HttpHandler next) {
        watch();
        Proxies proxies = new Proxies(System.getProperty("ssms.web.proxies", ""));
        return new FrontDoor(port -> port == keysPort ? KEYS : OPEN, proxies, next);
    }

    /** Guards every listener as soon as it takes connections. The handlers are assembled half a minute later. */
    static synchronized void watch() {
        if (watch == null) {
            watch = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "ssms-doors");
                thread.setDaemon(true);
                return thread;
            });
            var unused = watch.scheduleWithFixedDelay(
                    new Listeners(OPEN, KEYS, MANAGEMENT), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
