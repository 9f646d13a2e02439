package org.ssms.sip.container.it;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what happened, by name; read by the tests over HTTP. */
@ApplicationScoped
public class Journal {
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

    public void note(String what) {
        counts.computeIfAbsent(what, w -> new AtomicInteger()).incrementAndGet();
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(counts)
                .forEach((what, count) ->
                        text.append(what).append('=').append(count).append('\n'));
        return text.toString();
    }
}
