package org.ssms.license.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.ssms.base.http.Problem;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.LoginResult;
import org.ssms.guard.login.LoginResult.Right;
import org.ssms.guard.login.LoginResult.Wait;
import org.ssms.guard.login.PasswordDoor;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.license.LicenseConfig;
import org.ssms.license.LicenseStatistics;
import org.ssms.license.session.Session;
import org.ssms.license.session.Sessions;
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
    /** Of the mailbox on the same host. */
    private static final String LOGOUT_PATH = "/logout";

    @Inject
    private Sessions sessions;

    @Inject
    private PasswordDoor passwords;

    @Inject
    private SecurityAudit security;

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
    @APIResponse(responseCode = "403", description = "sent by a page of another site")
    @APIResponse(responseCode = "429", description = "too many failures, or too much to do: see Retry-After")
    public Response open(byte[] body) throws MalformedLicenseException, MalformedJsonException {
        JsonObject credentials = JsonObject.parse(Input.text(body), MAX_BODY_CHARS);
        String username = Input.name("username", credentials.text("username", MAX_USERNAME));
        String password = credentials.text("password", MAX_PASSWORD);
        String address = http.getRemoteAddr();
        Asker asker = Asker.of(Door.LICENSE, address);
        if (isFromAnotherSite()) {
            security.refused(asker, "login", username, "cross-site");
            return LicenseProblem.ofStatus(403).toResponse();
        }
        char[] guess = password.toCharArray();
        LoginResult result = passwords.check(asker, username, guess);
        Arrays.fill(guess, '\0');
        if (result instanceof Right right) {
            return created(sessions.open(username, right.version(), address));
        }
        if (result instanceof Wait wait) {
            statistics.loginBackedOff();
            return LicenseProblem.later(wait.time());
        }
        sessions.refuse(username, address);
        return LicenseProblem.notAuthenticated().toResponse();
    }

    /**
     * A page of another site must not log its visitors in. Programs, and old browsers, do not say from where they come.
     */
    private boolean isFromAnotherSite() {
        String site = headers.getHeaderString("Sec-Fetch-Site");
        return site != null && !site.equals("same-origin");
    }

    private Response created(Session session) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("token", session.token());
        json.put("expiresAt", session.expiresAt().toString());
        return Response.status(Response.Status.CREATED)
                .type(MediaType.APPLICATION_JSON)
                .cookie(cookies(session.token(), (int) config.tokenLifetime().toSeconds()))
                .entity(JsonText.of(json))
                .build();
    }

    @DELETE
    @Operation(summary = "Ends the session of the token or cookie; repeatable")
    @APIResponse(responseCode = "204", description = "the session is over")
    public Response end() {
        SessionToken.of(headers).ifPresent(token -> sessions.end(token, http.getRemoteAddr()));
        return Response.noContent().cookie(cookies("", 0)).build();
    }

    /** For the license server itself, and for logging out of the mailbox, which gives the token back. */
    private NewCookie[] cookies(String token, int maxAge) {
        return new NewCookie[] {cookie(token, maxAge, http.getContextPath() + "/v1"), cookie(token, maxAge, LOGOUT_PATH)
        };
    }

    private NewCookie cookie(String token, int maxAge, String path) {
        return new NewCookie.Builder(SessionToken.COOKIE)
                .value(token)
                .path(path)
                .maxAge(maxAge)
                .httpOnly(true)
                .secure(http.isSecure())
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
