package org.ssms.web.rest;

import jakarta.json.Json;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Problem details (RFC 9457). {@code type} is stable and documented; {@code detail} is for people and may change. */
@Schema(name = "Problem")
public record Problem(String type, String title, int status, String detail) {
    /** Media type of {@link #toJson()}. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** Stands alone: there are more open streams than one user may have. */
    static Problem tooManyStreams() {
        return new Problem(
                "urn:ssms:too-many-streams", "Too many streams", 429, "Too many open event streams of this user.");
    }

    /** For what asks for the password once more, of somebody who is logged in already. */
    static Problem wrongPassword() {
        return new Problem("urn:ssms:wrong-password", "Wrong password", 403, "That is not your password.");
    }

    /** A body that says what cannot be done. {@code detail} repeats nothing of it but names of members. */
    static Problem malformed(String detail) {
        return new Problem("urn:ssms:malformed", "Malformed request", 400, detail);
    }

    Response toResponse() {
        return Response.status(status).type(MEDIA_TYPE).entity(toJson()).build();
    }

    /** The problem behind an HTTP status; nothing of the failed request is repeated. */
    static Problem of(int status) {
        return switch (status) {
            case 401 -> new Problem("urn:ssms:not-authenticated", "Not authenticated", status, "Please log in.");
            case 403 -> new Problem("urn:ssms:not-allowed", "Not allowed", status, "Your account may not do this.");
            case 404 -> new Problem("urn:ssms:not-found", "Not found", status, "There is no such thing here.");
            case 405 ->
                new Problem(
                        "urn:ssms:method-not-allowed",
                        "Method not allowed",
                        status,
                        "The Allow header names the methods.");
            case 406 ->
                new Problem(
                        "urn:ssms:not-acceptable",
                        "Not acceptable",
                        status,
                        "It does not exist in a format you accept.");
            case 415 ->
                new Problem(
                        "urn:ssms:unsupported-media-type",
                        "Unsupported media type",
                        status,
                        "Send Content-Type: application/json.");
            case 429 ->
                new Problem(
                        "urn:ssms:too-many-attempts",
                        "Too many attempts",
                        status,
                        "The Retry-After header tells how many seconds to wait before the next attempt.");
            case 416 ->
                new Problem(
                        "urn:ssms:range-not-satisfiable",
                        "Range not satisfiable",
                        status,
                        "The range begins behind the end; Content-Range tells the size.");
            default ->
                status >= 500
                        ? new Problem(
                                "urn:ssms:internal", "Internal error", status, "It is our fault, and it is logged.")
                        : new Problem("urn:ssms:malformed", "Malformed request", status, "The request makes no sense.");
        };
    }

    void send(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        response.setCharacterEncoding("UTF-8");
        response.getWriter().print(toJson());
    }

    String toJson() {
        return Json.createObjectBuilder()
                .add("type", type)
                .add("title", title)
                .add("status", status)
                .add("detail", detail)
                .build()
                .toString();
    }
}
