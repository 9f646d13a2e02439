package org.ssms.license.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ssms.license.Reason;
import org.ssms.license.grant.Refusal;

/** Problem details (RFC 9457). {@code type} is stable and documented; {@code detail} is for people and may change. */
public record Problem(String type, String title, int status, String detail) {
    public static final String MEDIA_TYPE = "application/problem+json";

    /** The type of a problem that says no more than its HTTP status. */
    private static final String NO_TYPE = "about:blank";

    static Problem malformed(String detail) {
        return new Problem("urn:ssms:malformed", "Malformed request", 400, detail);
    }

    static Problem notAuthenticated() {
        return new Problem("urn:ssms:not-authenticated", "Not authenticated", 401, "Valid credentials are needed.");
    }

    static Problem insecureChannel() {
        return new Problem("urn:ssms:insecure-channel", "Insecure channel", 403, "Use HTTPS.");
    }

    static Problem conflict() {
        return new Problem("urn:ssms:conflict", "Conflict", 409, "Something else is stored under this name.");
    }

    static Problem unknownKey() {
        return new Problem("urn:ssms:unknown-key", "Unknown key", 404, "No key of this KID was deposited.");
    }

    static Problem tooManyAttempts() {
        return new Problem("urn:ssms:too-many-attempts", "Too many attempts", 429, "Wait before the next attempt.");
    }

    /** A refused license. One answer for "unknown", "not yours" and "not there yet": no oracle for what exists. */
    static Problem licenseRefused(Reason reason) {
        return switch (reason) {
            case MISMATCH -> malformed("Message id and KID name different messages.");
            case NOT_YET -> new Problem("urn:ssms:not-yet", "Too early", 403, "The right to play begins later.");
            case EXPIRED -> new Problem("urn:ssms:expired", "License expired", 403, "The right to play has ended.");
            case PLAYS_EXHAUSTED ->
                new Problem("urn:ssms:plays-exhausted", "No plays left", 403, "The message was played often enough.");
            case DRM_TOO_WEAK ->
                new Problem("urn:ssms:drm-too-weak", "Protection too weak", 403, "A stronger protection is asked for.");
            case REVOKED ->
                new Problem("urn:ssms:revoked", "License revoked", 403, "The right to play was taken back.");
            default -> noLicense();
        };
    }

    /** What is refused to who forwards or changes rights. */
    static Problem refused(Refusal refusal) {
        return switch (refusal.reason()) {
            case RIGHTS_EXCEEDED ->
                new Problem(
                        "urn:ssms:rights-exceeded",
                        "Rights exceeded",
                        403,
                        "member '" + refusal.member() + "' asks for more than you may give.");
            case NO_SUBSCRIBER -> malformed("member '" + refusal.member() + "' is no subscriber's user name.");
            case TOO_MANY_GRANTS ->
                new Problem("urn:ssms:too-many-grants", "Too many grants", 403, "It was forwarded too often.");
            default -> licenseRefused(refusal.reason());
        };
    }

    static Problem noLicense() {
        return new Problem("urn:ssms:no-license", "No license", 404, "No such license.");
    }

    /** Says no more than the status: for errors of HTTP itself and for our own. */
    static Problem ofStatus(int status) {
        Response.Status known = Response.Status.fromStatusCode(status);
        String title = known == null ? "HTTP " + status : known.getReasonPhrase();
        return new Problem(NO_TYPE, title, status, title + ".");
    }

    String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", type);
        json.put("title", title);
        json.put("status", status);
        json.put("detail", detail);
        return JSONObjectUtils.toJSONString(json);
    }

    /** For what is answered before or beside the resources. */
    void writeTo(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        response.getOutputStream().write(toJson().getBytes(UTF_8));
    }

    Response toResponse() {
        return toResponseBuilder().build();
    }

    Response.ResponseBuilder toResponseBuilder() {
        Response.ResponseBuilder response =
                Response.status(status).type(MEDIA_TYPE).entity(toJson());
        return status == 401
                ? response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"ssms-license\"")
                : response;
    }
}
