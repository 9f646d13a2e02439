package org.ssms.base.http;

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
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Requests and whole responses over kept connections, bounded in time and size. Never follows a redirect. May be used
 * by several threads; each call blocks.
 */
public final class BoundedHttp {
    private final HttpClient http;
    private final Duration timeout;
    private final int maxBytes;

    /**
     * Makes a client; connects at the first request only.
     *
     * @param timeout from the request to the last byte of the response, for requests that have none of their own
     * @param maxBytes a response whose body is longer fails
     * @param tls null for the defaults of the platform
     */
    public BoundedHttp(Duration timeout, int maxBytes, @Nullable SSLContext tls) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(timeout);
        this.http = tls == null ? builder.build() : builder.sslContext(tls).build();
        this.timeout = timeout;
        this.maxBytes = maxBytes;
    }

    /**
     * Sends a request once.
     *
     * @throws IOException when there is no complete response in time, or one that is too long
     * @throws InterruptedException when the thread was told to stop waiting; the exchange is given up
     */
    public HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> response = http.sendAsync(request, info -> new BoundedBody(maxBytes));
        try {
            // the client's own of a request ends at the header
            return response.get(request.timeout().orElse(timeout).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException problem) {
                throw problem;
            }
            throw new IOException("the HTTP client fails", e.getCause());
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new HttpTimeoutException("no complete response in time");
        } catch (InterruptedException e) {
            response.cancel(true);
            throw e;
        }
    }

    /**
     * Repeats the request once when the connection broke: a kept one may have been closed by the server meanwhile. May
     * take twice the timeout.
     */
    public HttpResponse<byte[]> sendIdempotent(HttpRequest request) throws IOException, InterruptedException {
        return sendIdempotent(() -> request);
    }

    /** The same with a request that is made for each attempt, as something in it is good once. */
    public HttpResponse<byte[]> sendIdempotent(Supplier<HttpRequest> request) throws IOException, InterruptedException {
        try {
            return send(request.get());
        } catch (ConnectException | HttpTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return send(request.get());
        }
    }
}
