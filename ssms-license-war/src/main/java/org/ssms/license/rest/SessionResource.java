package org.ssms.license.rest;

import com.nimbusds.jose.util.JSONObjectUtils;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.ssms.license.LicenseConfig;
import org.ssms.license.LicenseStatistics;
import org.ssms.license.session.LoginGuard;
import org.ssms.license.session.Session;
import org.ssms.license.session.Sessions;
import org.ssms.protect.json.JsonObject;
import org.ssms.protect.json.MalformedJsonException;
import org.ssms.protect.license.MalformedLicenseException;

/** Sessions: user name and password for a short-lived token, as JSON and as a cookie that scripts cannot read. */
@Path("sessions")
@Tag(name = "sessions")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@RequestScoped
public class SessionResource {
    private static final int MAX_BODY_CHARS = 2048;
    private static final int MAX_USERNAME = 64;
    private static final int MAX_PASSWORD = 256;

    @Inject
    private Sessions sessions;

    @Inject
    private LoginGuard guard;

    @Inject
    private LicenseStatistics statistics;

    @Inject
    private LicenseConfig config;

    @Context
    private HttpServletRequest http;

    @Context
    private HttpHeaders headers;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Opens a session", description = "Body: {\"username\",\"password\"}")
    @APIResponse(responseCode = "201", description = "{\"token\",\"expiresAt\"}, and the cookie " + SessionToken.COOKIE)
    @APIResponse(responseCode = "401", description = "wrong user name or password")
    @APIResponse(responseCode = "429", description = "too many failures, see Retry-After")
    public Response open(byte[] body) throws MalformedLicenseException, MalformedJsonException {
        JsonObject credentials = JsonObject.parse(Input.text(body), MAX_BODY_CHARS);
        String username = Input.name("username", credentials.text("username", MAX_USERNAME));
        String password = credentials.text("password", MAX_PASSWORD);
        String address = http.getRemoteAddr();
        Duration wait = guard.admit(username, address);
        if (!wait.isZero()) {
            statistics.loginBackedOff();
            return Problem.tooManyAttempts()
                    .toResponseBuilder()
                    .header(HttpHeaders.RETRY_AFTER, wait.plusMillis(999).toSeconds())
                    .build();
        }
        if (!isRight(username, password)) {
            sessions.refuse(username, address);
            return Problem.notAuthenticated().toResponse();
        }
        guard.succeeded(username, address);
        return created(sessions.open(username, address));
    }

    /** Checks a password as the container does for everybody; its realm takes as long for a user that does not exist. */
    private boolean isRight(String username, String password) {
        try {
            http.login(username, password);
            endContainerSession();
            return true;
        } catch (ServletException e) {
            return false;
        }
    }

    /** The session is ours: the container's own, which its login makes, would be a second way in. */
    private void endContainerSession() throws ServletException {
        http.logout();
        HttpSession session = http.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    private Response created(Session session) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("token", session.token());
        json.put("expiresAt", session.expiresAt().toString());
        return Response.status(Response.Status.CREATED)
                .type(MediaType.APPLICATION_JSON)
                .cookie(cookie(session.token(), (int) config.tokenLifetime().toSeconds()))
                .entity(JSONObjectUtils.toJSONString(json))
                .build();
    }

    @DELETE
    @Operation(summary = "Ends the session of the token or cookie; repeatable")
    @APIResponse(responseCode = "204", description = "the session is over")
    public Response end() {
        SessionToken.of(headers).ifPresent(token -> sessions.end(token, http.getRemoteAddr()));
        return Response.noContent().cookie(cookie("", 0)).build();
    }

    private NewCookie cookie(String token, int maxAge) {
        return new NewCookie.Builder(SessionToken.COOKIE)
                .value(token)
                .path(http.getContextPath() + "/v1")
                .maxAge(maxAge)
                .httpOnly(true)
                .secure(http.isSecure())
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
