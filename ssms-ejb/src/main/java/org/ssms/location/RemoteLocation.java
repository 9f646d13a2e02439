package org.ssms.location;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.ssms.location.LocationResult.Unavailable;
import org.ssms.location.LocationResult.Unknown;
import org.ssms.protect.client.BoundedBody;
import org.ssms.protect.json.MalformedJsonException;
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
    private final HttpClient http;
    private final AtomicBoolean away = new AtomicBoolean();

    /** @param base for example {@code https://location.example/location/v1} */
    RemoteLocation(URI base, ServiceKey key, Duration timeout) {
        this.base = base.toString().replaceAll("/+$", "");
        this.key = key;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
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
        HttpResponse<byte[]> response = exchange(
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

    private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> response =
                http.sendAsync(request, info -> new BoundedBody(LocationDocument.MAX_CHARS));
        try {
            return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS); // the request's own ends at the header
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new IOException("no complete answer in time");
        } catch (InterruptedException e) {
            response.cancel(true);
            throw e;
        }
    }

    private static boolean isNobody(String text) {
        return NOBODY.matcher(text).matches();
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
