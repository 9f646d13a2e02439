package org.ssms.license.rest;

import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.ssms.base.http.Problem;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.guard.Source;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.GuessGuard;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.license.GuestMailer;
import org.ssms.license.Guests;
import org.ssms.license.Guests.Proved;
import org.ssms.license.guest.GuestCodes;
import org.ssms.license.guest.GuestQuota;
import org.ssms.protect.license.MalformedLicenseException;

/**
 * How a guest proves the address that a message was forwarded to. The answers do not tell whether there is an
 * invitation.
 */
@Path("invitations/{invitation}")
@Tag(name = "guests")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@RequestScoped
public class InvitationResource {
    private static final String INVITATION = "invitation";
    private static final String CODE = "code";
    private static final int MAX_BODY_CHARS = 256;
    private static final int MAX_CODE = 32;

    @Inject
    private GuestQuota quota;

    @EJB
    private GuestMailer mailer;

    @Inject
    private Guests guests;

    @Inject
    private GuessGuard guesses;

    @Inject
    private SecurityAudit security;

    @Context
    private HttpServletRequest http;

    @POST
    @Path("codes")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Has a code mailed to the address of an invitation", description = "Body: {}")
    @APIResponse(responseCode = "202", description = "if there is such an invitation, a code is on its way")
    @APIResponse(responseCode = "429", description = "too many codes: see Retry-After")
    public Response mailCode(@PathParam(INVITATION) String invitation, byte[] body)
            throws MalformedLicenseException, MalformedJsonException {
        JsonObject.parse(Input.text(body), MAX_BODY_CHARS).onlyMembers(Set.of());
        Optional<UUID> id = Input.uuid(invitation);
        if (id.isPresent()
                && (!quota.takeQuestion(id.get(), source()) || !mailer.ask(id.get(), http.getRemoteAddr()))) {
            return LicenseProblem.later(GuestQuota.wait(GuestQuota.CODES));
        }
        return Response.accepted().build();
    }

    @POST
    @Path("sessions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Opens a session of the guest", description = "Body: {\"code\"}, eight digits")
    @APIResponse(responseCode = "201", description = "{\"token\",\"expiresAt\",\"messageId\"}")
    @APIResponse(responseCode = "401", description = "wrong or old code, or no such invitation")
    @APIResponse(responseCode = "429", description = "too many wrong codes: see Retry-After")
    public Response open(@PathParam(INVITATION) String invitation, byte[] body)
            throws MalformedLicenseException, MalformedJsonException {
        JsonObject json = JsonObject.parse(Input.text(body), MAX_BODY_CHARS);
        json.onlyMembers(Set.of(CODE));
        String code = json.text(CODE, MAX_CODE).replace(" ", "");
        if (!GuestCodes.isCode(code)) {
            throw new MalformedLicenseException("member 'code' has no eight digits");
        }
        Optional<UUID> id = Input.uuid(invitation);
        if (id.isEmpty()) {
            return LicenseProblem.notAuthenticated().toResponse();
        }
        Duration wait = guesses.attempt(invitation, source());
        if (!wait.isZero()) {
            return LicenseProblem.later(wait);
        }
        Optional<Proved> proved = proveCounted(id.get(), code);
        if (proved.isEmpty()) {
            return LicenseProblem.notAuthenticated().toResponse();
        }
        guesses.succeeded(invitation, source());
        security.granted(asker(), "login", proved.get().session().username());
        return created(proved.get());
    }

    /** What fails here is no guess. */
    private Optional<Proved> proveCounted(UUID invitation, String code) {
        boolean looked = false;
        try {
            Optional<Proved> proved = prove(invitation, code);
            looked = true;
            return proved;
        } finally {
            if (!looked) {
                guesses.abandoned(invitation.toString(), source());
            }
        }
    }

    private Optional<Proved> prove(UUID invitation, String code) {
        try {
            return guests.open(invitation, code, http.getRemoteAddr());
        } catch (EJBException race) {
            return guests.open(
                    invitation, code, http.getRemoteAddr()); // his account was made meanwhile: now it is seen
        }
    }

    private static Response created(Proved proved) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("token", proved.session().token());
        json.put("expiresAt", proved.session().expiresAt().toString());
        json.put("messageId", proved.messageId().value());
        return Response.status(Response.Status.CREATED)
                .type(MediaType.APPLICATION_JSON)
                .entity(JsonText.of(json))
                .build();
    }

    private Source source() {
        return asker().source();
    }

    private Asker asker() {
        return Asker.of(Door.LICENSE, http.getRemoteAddr());
    }
}
