package org.ssms.license.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.ssms.base.http.Problem;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.license.LicenseConfig;
import org.ssms.license.LicenseStatistics;
import org.ssms.license.auth.Authentication;
import org.ssms.license.auth.Authentication.Later;
import org.ssms.license.auth.Authentication.Proved;
import org.ssms.license.auth.Authentication.Replayed;
import org.ssms.license.auth.Authentication.Unasked;
import org.ssms.license.auth.Authentication.Wrong;
import org.ssms.license.auth.AuthenticationMethod;
import org.ssms.license.auth.AuthenticationMethods;
import org.ssms.license.auth.Evidence;
import org.ssms.license.auth.Evidence.Password;
import org.ssms.license.session.Session;
import org.ssms.license.session.Sessions;
import org.ssms.protect.digest.MalformedCredentialsException;
import org.ssms.protect.dpop.DpopProof;
import org.ssms.protect.license.MalformedLicenseException;

/**
 * Sessions: a proof of who somebody is ({@link AuthenticationMethod}) for a short-lived token, as JSON and as a cookie
 * that scripts cannot read; or, to a client that has a key of its own (RFC 9449), as JSON only, bound to that key.
 */
@Path("sessions")
@Tag(name = "sessions")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@RequestScoped
public class SessionResource {
    private static final int MAX_BODY_CHARS = 2048;
    private static final int MAX_USERNAME = 64;
    private static final int MAX_PASSWORD = 256;
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    /** Of the mailbox on the same host. */
    private static final String LOGOUT_PATH = "/logout";

    @Inject
    private Sessions sessions;

    @Inject
    private AuthenticationMethods methods;

    @Inject
    private Possession possession;

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
    @Operation(
            summary = "Opens a session",
            description = "Body: {\"username\",\"password\"}; or none, and a response to HTTP Digest (RFC 7616), an"
                    + " ID token, or the certificate of the connection. With a header DPoP (RFC 9449) the session is"
                    + " bound to its key: each request comes with Authorization: DPoP and a new proof")
    @APIResponse(
            responseCode = "201",
            description = "{\"token\",\"expiresAt\",\"endsAt\"}, and the cookie " + SessionToken.COOKIE
                    + "; for a bound session {..,\"tokenType\":\"DPoP\"} and no cookie")
    @APIResponse(
            responseCode = "401",
            description =
                    "no proof, a wrong one, or one that was used before; challenges. A DPoP proof that is not good:"
                            + " DPoP error=\"invalid_dpop_proof\"")
    @APIResponse(responseCode = "403", description = "sent by a page of another site")
    @APIResponse(responseCode = "429", description = "too many failures, or too much to do: see Retry-After")
    public Response open(byte[] body) throws MalformedLicenseException, MalformedJsonException {
        @Nullable Password password = body.length == 0 ? null : password(body);
        Asker asker = Asker.of(Door.LICENSE, http.getRemoteAddr());
        if (Input.isFromAnotherSite(http)) { // it must not log its visitors in
            security.refused(asker, "login", password == null ? null : password.username(), "cross-site");
            return LicenseProblem.ofStatus(403).toResponse();
        }
        Optional<DpopProof> key = possession.read(http);
        if (key.isEmpty() && Possession.isClaimed(http)) {
            return Possession.invalidProof();
        }
        Evidence evidence = new Evidence(
                asker,
                http.getMethod(),
                uri(),
                headers.getHeaderString(HttpHeaders.AUTHORIZATION),
                password,
                certificates());
        Optional<AuthenticationMethod> method = methods.usedBy(evidence);
        try {
            return answer(
                    evidence,
                    method.isEmpty() ? new Unasked(false) : method.get().verify(evidence),
                    key);
        } catch (MalformedCredentialsException e) {
            return LicenseProblem.malformed(String.valueOf(e.getMessage())).toResponse();
        } finally {
            if (password != null) {
                Arrays.fill(password.guess(), '\0');
            }
        }
    }

    private Response answer(Evidence evidence, Authentication result, Optional<DpopProof> key) {
        String address = http.getRemoteAddr();
        if (result instanceof Proved proved) {
            return key.isEmpty()
                    ? created(sessions.open(proved.username(), proved.version(), null, address))
                    : bound(evidence, proved, key.get());
        }
        if (result instanceof Later later) {
            statistics.loginBackedOff();
            return LicenseProblem.later(later.time());
        }
        if (result instanceof Wrong wrong) {
            sessions.refuse(wrong.claimed(), address);
        } else if (result instanceof Replayed replayed) {
            sessions.refuseReplay(evidence.asker(), replayed.claimed());
        }
        boolean stale = result instanceof Replayed || (result instanceof Unasked unasked && unasked.stale());
        return challenged(evidence, stale);
    }

    private Response bound(Evidence evidence, Proved proved, DpopProof key) {
        String address = http.getRemoteAddr();
        Optional<String> jkt = key.signer();
        if (jkt.isEmpty()) {
            sessions.refuse(proved.username(), address);
            return Possession.invalidProof();
        }
        if (!possession.use(key, jkt.get())) {
            sessions.refuseReplay(evidence.asker(), proved.username());
            return Possession.invalidProof();
        }
        return created(sessions.open(proved.username(), proved.version(), jkt.get(), address));
    }

    /** A browser would ask its user itself when it sees a challenge; whoever sends a password knows what to do. */
    private Response challenged(Evidence evidence, boolean stale) {
        Response.ResponseBuilder response = LicenseProblem.notAuthenticated().toResponseBuilder();
        if (evidence.password() == null && !Input.isFromPage(http)) {
            methods.challenges(http.getRemoteAddr(), stale)
                    .forEach(challenge -> response.header(HttpHeaders.WWW_AUTHENTICATE, challenge));
        }
        return response.build();
    }

    private static Password password(byte[] body) throws MalformedLicenseException, MalformedJsonException {
        JsonObject credentials = JsonObject.parse(Input.text(body), MAX_BODY_CHARS);
        String username = Input.name("username", credentials.text("username", MAX_USERNAME));
        return new Password(username, credentials.text("password", MAX_PASSWORD).toCharArray());
    }

    /** Empty: the client has shown none, was not asked, or speaks TLS with a proxy in front. */
    private List<X509Certificate> certificates() {
        return http.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain ? List.of(chain) : List.of();
    }

    /** As in the request line. */
    private String uri() {
        return http.getRequestURI() + (http.getQueryString() == null ? "" : "?" + http.getQueryString());
    }

    @POST
    @Path("renewed")
    @Operation(summary = "A later token for a session that is used; its end stays, and the key that it is bound to")
    @APIResponse(responseCode = "201", description = "{\"token\",\"expiresAt\",\"endsAt\"}, as it was opened")
    @APIResponse(responseCode = "401", description = "the session is over or unknown, or bound to another key")
    public Response renew() {
        Optional<SessionToken> token = SessionToken.of(headers);
        Optional<Session> session = token.flatMap(one -> sessions.authenticate(one.value(), http.getRemoteAddr()));
        return session.isEmpty()
                ? Possession.unknown(token)
                : possession
                        .refusal(token.get(), session.get(), http)
                        .orElseGet(() -> created(sessions.renew(session.get(), http.getRemoteAddr())));
    }

    private Response created(Session session) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("token", session.token());
        json.put("expiresAt", session.expiresAt().toString());
        json.put("endsAt", session.endsAt().toString());
        Response.ResponseBuilder response =
                Response.status(Response.Status.CREATED).type(MediaType.APPLICATION_JSON);
        if (session.jkt() == null) {
            response.cookie(
                    cookies(session.token(), (int) config.tokenLifetime().toSeconds()));
        } else {
            json.put("tokenType", DpopProof.FIELD); // no cookie: a browser has not the key
        }
        return response.entity(JsonText.of(json)).build();
    }

    @DELETE
    @Operation(summary = "Ends the session of the token or cookie; repeatable")
    @APIResponse(responseCode = "204", description = "the session is over")
    @APIResponse(responseCode = "401", description = "the session goes on: it is bound to another key")
    public Response end() {
        Optional<SessionToken> token = SessionToken.of(headers);
        Optional<Session> session = token.flatMap(one -> sessions.find(one.value()));
        if (session.isPresent()) {
            Optional<Response> refusal = possession.refusal(token.get(), session.get(), http);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            sessions.end(session.get(), http.getRemoteAddr());
        }
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
