package org.ssms.web.rest;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.ssms.base.http.Problem;
import org.ssms.greeting.GreetingRefusedException.Reason;

/** The problems that the mailbox answers with. */
record WebProblem(Problem document) {
    private WebProblem(String type, String title, int status, String detail) {
        this(new Problem(type, title, status, detail));
    }

    /** Stands alone: there are more open streams than one user may have. */
    static WebProblem tooManyStreams() {
        return new WebProblem(
                "urn:ssms:too-many-streams", "Too many streams", 429, "Too many open event streams of this user.");
    }

    /** Its owner has got as many mails of that kind as he gets in an hour. */
    static WebProblem tooManyNotices() {
        return new WebProblem(
                "urn:ssms:too-many-notices", "Too many notices", 429, "Too many mails of that kind in an hour.");
    }

    /** For what asks for the password once more, of somebody who is logged in already. */
    static WebProblem wrongPassword() {
        return new WebProblem("urn:ssms:wrong-password", "Wrong password", 403, "That is not your password.");
    }

    /** For what is done only for who proves his password with the very request. */
    static WebProblem passwordNeeded() {
        return new WebProblem(
                "urn:ssms:password-needed",
                "Password needed",
                403,
                "A session is not enough: send the password with this request (Authorization: Basic).");
    }

    static WebProblem notYourRole() {
        return new WebProblem("urn:ssms:not-your-role", "Not your role", 403, "Another operator may do that.");
    }

    static WebProblem noList() {
        return new WebProblem("urn:ssms:no-list", "No list", 404, "There is no such list.");
    }

    static WebProblem listConfigured() {
        return new WebProblem(
                "urn:ssms:list-configured",
                "List configured",
                409,
                "The configuration of this server (ssms.mailboxes.lists) says who is on it.");
    }

    static WebProblem nameTaken() {
        return new WebProblem("urn:ssms:name-taken", "Name taken", 409, "There is, or was, a user of that name.");
    }

    /** @param detail nothing of the file */
    static WebProblem noWav(String detail) {
        return new WebProblem("urn:ssms:no-wav", "No usable WAV file", 400, detail);
    }

    static WebProblem greetingRefused(Reason reason) {
        return switch (reason) {
            case TOO_SHORT ->
                new WebProblem("urn:ssms:greeting-too-short", "Too short", 400, "There is nothing to be heard in it.");
            case TOO_LONG ->
                new WebProblem(
                        "urn:ssms:greeting-too-long",
                        "Too long",
                        400,
                        "It is longer than a greeting of that kind may be.");
            case WRONG_END ->
                new WebProblem(
                        "urn:ssms:greeting-end",
                        "Wrong end",
                        400,
                        "A temporary greeting ends later than now and within a year; no other ends.");
            case LOCKED ->
                new WebProblem(
                        "urn:ssms:greetings-locked",
                        "Greetings locked",
                        403,
                        "The operator of this server has locked the greetings of this mailbox.");
            case TOO_MANY ->
                new WebProblem(
                        "urn:ssms:too-many-greetings",
                        "Too many greetings",
                        429,
                        "The greetings of a mailbox may be changed so often in an hour only. Try again later.");
            case NO_MAILBOX -> of(404);
        };
    }

    /** A body that says what cannot be done. {@code detail} repeats nothing of it but names of members. */
    static WebProblem malformed(String detail) {
        return new WebProblem(Problem.malformed(detail));
    }

    Response toResponse() {
        return toResponse(Response.status(document.status()));
    }

    /** With the status and the headers of {@code refusal}. */
    Response toResponse(Response.ResponseBuilder refusal) {
        return refusal.type(Problem.MEDIA_TYPE).entity(document.toJson()).build();
    }

    /** The problem behind an HTTP status; nothing of the failed request is repeated. */
    static WebProblem of(int status) {
        return switch (status) {
            case 401 -> new WebProblem("urn:ssms:not-authenticated", "Not authenticated", status, "Please log in.");
            case 403 -> new WebProblem("urn:ssms:not-allowed", "Not allowed", status, "Your account may not do this.");
            case 404 -> new WebProblem("urn:ssms:not-found", "Not found", status, "There is no such thing here.");
            case 405 ->
                new WebProblem(
                        "urn:ssms:method-not-allowed",
                        "Method not allowed",
                        status,
                        "The Allow header names the methods.");
            case 406 ->
                new WebProblem(
                        "urn:ssms:not-acceptable",
                        "Not acceptable",
                        status,
                        "It does not exist in a format you accept.");
            case 413 ->
                new WebProblem("urn:ssms:too-large", "Too large", status, "The body is larger than it may be here.");
            case 415 ->
                new WebProblem(
                        "urn:ssms:unsupported-media-type",
                        "Unsupported media type",
                        status,
                        "Send Content-Type: application/json, or what the interface names for this.");
            case 429 ->
                new WebProblem(
                        "urn:ssms:too-many-attempts",
                        "Too many attempts",
                        status,
                        "The Retry-After header tells how many seconds to wait before the next attempt.");
            case 503 ->
                new WebProblem(
                        "urn:ssms:unavailable",
                        "Not available now",
                        status,
                        "The license server does not answer at the moment. Please try again later.");
            case 416 ->
                new WebProblem(
                        "urn:ssms:range-not-satisfiable",
                        "Range not satisfiable",
                        status,
                        "The range begins behind the end; Content-Range tells the size.");
            default ->
                status >= 500
                        ? new WebProblem(
                                "urn:ssms:internal", "Internal error", status, "It is our fault, and it is logged.")
                        : new WebProblem(
                                "urn:ssms:malformed", "Malformed request", status, "The request makes no sense.");
        };
    }

    void send(HttpServletResponse response) throws IOException {
        response.setStatus(document.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setCharacterEncoding("UTF-8");
        response.getWriter().print(document.toJson());
    }
}
