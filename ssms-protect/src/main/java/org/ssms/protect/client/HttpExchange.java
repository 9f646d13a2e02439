package org.ssms.protect.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.client.LicenseServerException.Kind;

/** Requests and responses over kept connections, bounded in time and size. */
final class HttpExchange {
    private static final int MAX_RESPONSE = 64 * 1024;

    private final HttpClient http;
    private final Duration timeout;

    HttpExchange(Duration timeout, @Nullable SSLContext tls) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(timeout);
        this.http = tls == null ? builder.build() : builder.sslContext(tls).build();
        this.timeout = timeout;
    }

    HttpResponse<byte[]> send(HttpRequest request) throws LicenseServerException {
        try {
            return exchange(request);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** Repeats the request once when the connection broke: a kept one may have been closed by the server meanwhile. */
    HttpResponse<byte[]> sendIdempotent(HttpRequest request) throws LicenseServerException {
        try {
            return exchange(request);
        } catch (ConnectException | HttpTimeoutException e) {
            throw unreachable(e);
        } catch (IOException e) {
            return send(request);
        }
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException, LicenseServerException {
        CompletableFuture<HttpResponse<byte[]>> response =
                http.sendAsync(request, info -> new BoundedBody(MAX_RESPONSE));
        try {
            return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS); // the request's own ends at the header
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException problem) {
                throw problem;
            }
            throw new IllegalStateException("the HTTP client fails", e);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new HttpTimeoutException("no complete response in time");
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new LicenseServerException(Kind.UNREACHABLE, LicenseServerException.NO_TYPE, "interrupted");
        }
    }

    private static LicenseServerException unreachable(IOException problem) {
        return new LicenseServerException(
                Kind.UNREACHABLE,
                LicenseServerException.NO_TYPE,
                "the license server is not reachable: " + problem.getClass().getSimpleName());
    }
}
