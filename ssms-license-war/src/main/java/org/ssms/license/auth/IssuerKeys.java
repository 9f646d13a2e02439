package org.ssms.license.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ssms.base.http.BoundedHttp;

/**
 * The public keys of an issuer by their ids (RFC 7517), fetched when they are first needed and when they are an hour
 * old. A key that is not there has them fetched anew, once a minute at most, whoever asks; what is there stays good
 * while the issuer is away. Thread-safe: one fetches, the others go on with what is there.
 */
final class IssuerKeys {
    private static final Logger LOG = System.getLogger(IssuerKeys.class.getName());
    private static final int MAX_BYTES = 65_536;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration GOOD_FOR = Duration.ofHours(1);
    /** Sooner the issuer is not asked again. */
    static final Duration PAUSE = Duration.ofMinutes(1);

    private final URI source;
    private final BoundedHttp http = new BoundedHttp(PATIENCE, MAX_BYTES, null);
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();

    private volatile Map<String, JWK> keys = Map.of();
    private volatile Instant asked = Instant.MIN;
    private volatile boolean away;

    /** @param source an address of http, https or a file */
    IssuerKeys(URI source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** What is known of a key at this moment. */
    sealed interface Answer {}

    record Found(JWK key) implements Answer {}

    /** The issuer has no key of that id. */
    record Absent() implements Answer {}

    /** The issuer is away, or somebody else is asking it, or nobody has asked to the end: again after that time. */
    record Unknown(Duration time) implements Answer {}

    /** May wait for the issuer, three seconds at most. */
    Answer find(@Nullable String id) {
        if (id == null) {
            return new Absent();
        }
        Duration age = asked.equals(Instant.MIN) ? GOOD_FOR : Duration.between(asked, clock.instant());
        boolean old = age.compareTo(keys.containsKey(id) ? GOOD_FOR : PAUSE) >= 0;
        if (old && fetching.tryLock()) {
            try {
                asked = clock.instant();
                fetch();
            } finally {
                fetching.unlock();
            }
        }
        // before the look: what was fetched meanwhile is there
        boolean isAsked = fetching.isLocked() || asked.equals(Instant.MIN);
        @Nullable JWK key = keys.get(id);
        if (key != null) {
            return new Found(key);
        }
        if (isAsked) {
            return new Unknown(PATIENCE);
        }
        return away ? new Unknown(PAUSE) : new Absent();
    }

    private void fetch() {
        try {
            keys = JWKSet.parse(new String(read(), UTF_8)).getKeys().stream()
                    .filter(key -> key.getKeyID() != null && !key.isPrivate())
                    .collect(Collectors.toUnmodifiableMap(JWK::getKeyID, key -> key, (first, second) -> first));
            away = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            asked = Instant.MIN; // nothing was learnt: the next one asks
        } catch (IOException | ParseException e) {
            if (!away) {
                LOG.log(
                        Level.WARNING,
                        "SSMS-4007 the keys of the issuer of ID tokens cannot be read: {0}",
                        e.toString());
            }
            away = true;
        }
    }

    private byte[] read() throws IOException, InterruptedException {
        if ("file".equals(source.getScheme())) {
            Path file = Path.of(source);
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("a JWK set of more than " + MAX_BYTES + " bytes");
            }
            return Files.readAllBytes(file);
        }
        HttpResponse<byte[]> response = http.sendIdempotent(HttpRequest.newBuilder(source)
                .header("Accept", "application/json")
                .build());
        if (response.statusCode() != 200) {
            throw new IOException("status " + response.statusCode());
        }
        return response.body();
    }
}
