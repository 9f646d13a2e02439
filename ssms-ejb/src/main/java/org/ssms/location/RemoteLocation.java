package org.ssms.location;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.ssms.base.http.BoundedHttp;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.location.LocationResult.Unavailable;
import org.ssms.location.LocationResult.Unknown;
import org.ssms.protect.key.ServiceKey;

/**
 * A location server elsewhere, asked by HTTP: one GET for each lookup, bounded in time and size, never repeated or
 * redirected. Whatever is wrong with the answer, it is {@link Unavailable}.
 */
final class RemoteLocation implements LocationService {
    private static final System.Logger LOG = System.getLogger(RemoteLocation.class.getName());

    /** What a path cannot carry unharmed, and no subscriber is called. */
    private static final Pattern NOBODY = Pattern.compile("\\.*|.*[/\\\\].*|.{256,}", Pattern.DOTALL);

    private final String base;
    private final ServiceKey key;
    private final Duration timeout;
    private final BoundedHttp http;
    private final AtomicBoolean away = new AtomicBoolean();

    /** @param base for example {@code https://location.example/location/v1} */
    RemoteLocation(URI base, ServiceKey key, Duration timeout) {
        this.base = base.toString().replaceAll("/+$", "");
        this.key = key;
        this.timeout = timeout;
        this.http = new BoundedHttp(timeout, LocationDocument.MAX_CHARS, null);
    }

    @Override
    public LocationResult lookup(CalledParty called) {
        if (isNobody(called.user()) || isNobody(called.domain())) {
            return new Unknown();
        }
        try {
            LocationResult result = ask(called);
            if (away.getAndSet(false)) {
                LOG.log(System.Logger.Level.INFO, "SSMS-7002 the location server answers again");
            }
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unavailable();
        } catch (IOException e) {
            if (!away.getAndSet(true)) { // one line, however many calls it costs
                LOG.log(System.Logger.Level.WARNING, "SSMS-7001 the location server is away: " + e);
            }
            return new Unavailable();
        }
    }

    private LocationResult ask(CalledParty called) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(URI.create(base + '/' + segment(called.domain()) + '/' + segment(called.user())))
                        .timeout(timeout)
                        .header("Accept", "application/json")
                        .header("Authorization", key.revealAuthorization())
                        .build());
        if (response.statusCode() != 200) {
            throw new IOException("it answers " + response.statusCode());
        }
        try {
            return LocationDocument.parse(new String(response.body(), UTF_8));
        } catch (MalformedJsonException e) {
            throw new IOException("its answer is malformed: " + e.getMessage());
        }
    }

    private static boolean isNobody(String text) {
        return NOBODY.matcher(text).matches();
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
