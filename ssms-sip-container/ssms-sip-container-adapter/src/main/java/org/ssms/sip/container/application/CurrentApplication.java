package org.ssms.sip.container.application;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The SIP applications that run on this container: one when its jars lie in WEB-INF/lib, one for each WAR when they lie
 * in the library directory of an EAR. CDI producers have no other way to theirs than a static one.
 */
public final class CurrentApplication {
    private static final Map<ClassLoader, SipApplicationContext> RUNNING = new ConcurrentHashMap<>();

    private CurrentApplication() {}

    /**
     * The application of the web application that the calling thread works for; outside any, the only one.
     *
     * @throws IllegalStateException before the web application's context listeners have run, after its end, and outside
     *     a web application when there are several
     */
    public static SipApplicationContext get() {
        ClassLoader caller = Thread.currentThread().getContextClassLoader();
        @Nullable SipApplicationContext own = caller == null ? null : RUNNING.get(caller);
        if (own != null) {
            return own;
        }
        Collection<SipApplicationContext> all = RUNNING.values();
        return all.stream()
                .reduce((one, another) -> {
                    throw new IllegalStateException("there are several SIP applications and this code belongs to none");
                })
                .orElseThrow(() ->
                        new IllegalStateException("the SIP container of this web application is not running (yet)"));
    }

    /**
     * The application of that name, whatever the calling thread works for.
     *
     * @throws IllegalStateException when there is no such application
     */
    public static SipApplicationContext named(String name) {
        return RUNNING.values().stream()
                .filter(a -> a.getApplicationName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("SIP application " + name + " does not run"));
    }

    public static void add(SipApplicationContext application) {
        RUNNING.put(application.getSipContextClassLoader(), application);
    }

    public static void remove(SipApplicationContext application) {
        RUNNING.remove(application.getSipContextClassLoader());
    }
}
