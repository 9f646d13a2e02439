package org.ssms.license.rest;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.ssms.guard.login.PasswordDoor;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.license.AuditEvent;
import org.ssms.license.AuditLog;
import org.ssms.license.Origin;
import org.ssms.license.OwnerNotices;
import org.ssms.license.OwnerNotices.Notice;
import org.ssms.license.auth.PinMethod;
import org.ssms.license.session.PinPolicy;
import org.ssms.license.session.PinPolicy.Weakness;
import org.ssms.license.session.Pins;
import org.ssms.protect.license.MalformedLicenseException;

/**
 * The PIN by which a user listens by phone. For users with a session, which alone changes nothing: the password is
 * asked for once more (T12).
 */
@Path("pin")
@Tag(name = "sessions")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@WithSession
@RequestScoped
public class PinResource {
    private static final int MAX_BODY_CHARS = 2048;
    private static final int MAX_PIN = 64;
    private static final int MAX_PASSWORD = 256;

    @Inject
    private Pins pins;

    @Inject
    private PinMethod method;

    @Inject
    private PasswordDoor passwords;

    @Inject
    private SecurityAudit security;

    @Inject
    private AuditLog audit;

    @Inject
    private OwnerNotices notices;

    @Context
    private HttpServletRequest http;

    @Context
    private SecurityContext caller;

    @GET
    @Operation(summary = "Whether I have a PIN for listening by phone, which is never told")
    @APIResponse(
            responseCode = "200",
            description =
                    "{\"set\"}, and of one that is set {..,\"setAt\",\"wrong\"}: since when, and how many wrong ones"
                            + " came since the last right one")
    public Response show() {
        Map<String, Object> json = new LinkedHashMap<>();
        Optional<Pins.State> state = pins.state(user());
        json.put("set", state.isPresent());
        state.ifPresent(pin -> {
            json.put("setAt", pin.setAt().toString());
            json.put("wrong", pin.wrong());
        });
        return Response.ok(JsonText.of(json), MediaType.APPLICATION_JSON_TYPE).build();
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Sets my PIN", description = "Body: {\"pin\",\"password\"}, the password of the account")
    @APIResponse(responseCode = "204", description = "it is set; whoever guessed before need not wait any more")
    @APIResponse(
            responseCode = "400",
            description =
                    "pin-length, pin-pattern, pin-date, pin-common, pin-own-number: it may not be chosen; malformed")
    @APIResponse(responseCode = "403", description = "wrong-password; not-by-pin: of a session by PIN")
    @APIResponse(responseCode = "429", description = "too many wrong passwords: see Retry-After")
    public Response set(byte[] body) throws MalformedLicenseException, MalformedJsonException {
        JsonObject json = read(body, AuditEvent.PIN_SET, Set.of("pin", "password"));
        String pin = json.text("pin", MAX_PIN);
        String password = json.text("password", MAX_PASSWORD);
        Optional<Weakness> weakness = PinPolicy.weaknessOf(pin, user());
        if (weakness.isPresent()) {
            audit.malformed(AuditEvent.PIN_SET, null, new Origin(user(), http.getRemoteAddr()));
            return LicenseProblem.weakPin(weakness.get()).toResponse();
        }
        LoginResult result = check(password);
        if (!(result instanceof LoginResult.Right right)) {
            return refused(result, AuditEvent.PIN_SET);
        }
        if (!set(right.version(), pin)) {
            return LicenseProblem.wrongPassword().toResponse(); // it is not his any more
        }
        return changed("pin-set", Notice.PIN_SET);
    }

    private boolean set(long version, String pin) {
        char[] digits = pin.toCharArray();
        try {
            return pins.set(user(), version, digits, http.getRemoteAddr());
        } catch (EJBException e) {
            if (!LostRace.isCauseOf(e)) {
                throw e;
            }
            // his first PIN somewhere else: now it is seen
            return pins.set(user(), version, digits, http.getRemoteAddr());
        } finally {
            Arrays.fill(digits, '\0');
        }
    }

    @DELETE
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Removes my PIN; repeatable",
            description = "Body: {\"password\"}, the password of the account")
    @APIResponse(responseCode = "204", description = "there is none: nobody listens by phone")
    @APIResponse(responseCode = "403", description = "wrong-password; not-by-pin: of a session by PIN")
    @APIResponse(responseCode = "429", description = "too many wrong passwords: see Retry-After")
    public Response remove(byte[] body) throws MalformedLicenseException, MalformedJsonException {
        JsonObject json = read(body, AuditEvent.PIN_REMOVED, Set.of("password"));
        LoginResult result = check(json.text("password", MAX_PASSWORD));
        if (!(result instanceof LoginResult.Right)) {
            return refused(result, AuditEvent.PIN_REMOVED);
        }
        return pins.remove(user(), http.getRemoteAddr())
                ? changed("pin-removed", Notice.PIN_REMOVED)
                : Response.noContent().build();
    }

    private JsonObject read(byte[] body, AuditEvent event, Set<String> members)
            throws MalformedLicenseException, MalformedJsonException {
        try {
            JsonObject json = JsonObject.parse(Input.text(body), MAX_BODY_CHARS);
            json.onlyMembers(members);
            return json;
        } catch (MalformedLicenseException | MalformedJsonException e) {
            audit.malformed(event, null, new Origin(user(), http.getRemoteAddr()));
            throw e;
        }
    }

    private LoginResult check(String password) {
        char[] guess = password.toCharArray();
        try {
            return passwords.check(Asker.of(Door.LICENSE, http.getRemoteAddr()), user(), guess);
        } finally {
            Arrays.fill(guess, '\0');
        }
    }

    private Response refused(LoginResult result, AuditEvent event) {
        if (result instanceof LoginResult.Wait wait) {
            return LicenseProblem.later(wait.time());
        }
        pins.refuse(event, user(), http.getRemoteAddr());
        return LicenseProblem.wrongPassword().toResponse();
    }

    private Response changed(String event, Notice notice) {
        method.changed(user());
        security.granted(Asker.of(Door.LICENSE, http.getRemoteAddr()), event, user());
        notices.tell(user(), notice);
        return Response.noContent().build();
    }

    private String user() {
        return caller.getUserPrincipal().getName();
    }
}
