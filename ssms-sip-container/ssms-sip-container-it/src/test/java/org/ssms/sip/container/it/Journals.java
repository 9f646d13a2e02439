package org.ssms.sip.container.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads the test application's journal over HTTP. */
final class Journals {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String SERVER = "http://127.0.0.1:29080";

    private Journals() {}

    static int count(String what) throws IOException, InterruptedException {
        Map<String, Integer> counts = get("/it/journal")
                .lines()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> Integer.parseInt(pair[1])));
        return counts.getOrDefault(what, 0);
    }

    static String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(SERVER + path)).build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
