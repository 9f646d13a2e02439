package org.ssms.identity.stir;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Signers' certificates, fetched and checked. Anybody can make us look for one: so only from hosts that are allowed,
 * one request for a URL at a time, few at once, and what was not there is not asked for again for a while. Thread-safe.
 */
public final class StiCertificates {
    static final Duration KEEP = Duration.ofHours(1);
    static final Duration KEEP_FAILURE = Duration.ofSeconds(30);
    private static final int MAX_URLS = 1000;
    private static final int MAX_AT_ONCE = 4;

    private final StiRoots roots;
    private final Set<String> hosts;
    private final Duration timeout;
    private final Clock clock;
    private final Executor executor;
    private final HttpsFetch https;
    private final LongAdder fetched = new LongAdder();
    private final Map<String, CompletableFuture<Kept>> running = new LinkedHashMap<>();
    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > MAX_URLS;
        }
    };

    /** @param certificate null: there was none that holds */
    private record Kept(@Nullable SigningCertificate certificate, Instant until) {}

    /**
     * Sets up, and fetches nothing yet.
     *
     * @param hosts names or {@code name:port}, in lower case
     * @param timeout of one fetch
     * @param executor runs the fetches, a few at a time
     */
    public StiCertificates(StiRoots roots, Set<String> hosts, Duration timeout, Clock clock, Executor executor) {
        this.roots = roots;
        this.hosts = hosts;
        this.timeout = timeout;
        this.clock = clock;
        this.executor = executor;
        this.https = new HttpsFetch(roots.tls(), clock);
    }

    /** The certificate at this URL, when it holds now. Waits for a fetch at most as long as one may take. */
    public Optional<SigningCertificate> get(String url) {
        Optional<X5u> place = X5u.parse(url, hosts);
        if (place.isEmpty() || roots.isEmpty()) {
            return Optional.empty();
        }
        @Nullable CompletableFuture<Kept> fetch;
        synchronized (this) {
            @Nullable Kept known = kept.get(url);
            if (known != null && clock.instant().isBefore(known.until)) {
                return Optional.ofNullable(known.certificate);
            }
            fetch = running.get(url);
            if (fetch == null && running.size() < MAX_AT_ONCE) {
                fetch = start(url, place.get());
            }
        }
        return fetch == null ? Optional.empty() : await(fetch);
    }

    /** Certificates asked for since the start. */
    public long fetchedCount() {
        return fetched.sum();
    }

    private @Nullable CompletableFuture<Kept> start(String url, X5u place) {
        CompletableFuture<Kept> fetch = new CompletableFuture<>();
        running.put(url, fetch);
        fetched.increment();
        try {
            executor.execute(() -> finish(url, fetch, fetch(place)));
            return fetch;
        } catch (RejectedExecutionException e) {
            running.remove(url);
            return null;
        }
    }

    private void finish(String url, CompletableFuture<Kept> fetch, Kept result) {
        synchronized (this) {
            kept.put(url, result);
            running.remove(url);
        }
        fetch.complete(result);
    }

    private Kept fetch(X5u place) {
        Instant now = clock.instant();
        try {
            byte[] file = https.get(place, place.address(), now.plus(timeout));
            Optional<StiRoots.Checked> checked = roots.check(file, now);
            if (checked.isPresent()) {
                Instant end = now.plus(KEEP);
                Instant until = checked.get().until();
                return new Kept(checked.get().certificate(), until.isBefore(end) ? until : end);
            }
        } catch (IOException | RuntimeException e) {
            // whatever it was: there is no certificate, and strangers must not fill the log
        }
        return new Kept(null, now.plus(KEEP_FAILURE));
    }

    private Optional<SigningCertificate> await(CompletableFuture<Kept> fetch) {
        try {
            return Optional.ofNullable(fetch.get(timeout.toMillis(), TimeUnit.MILLISECONDS).certificate);
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
