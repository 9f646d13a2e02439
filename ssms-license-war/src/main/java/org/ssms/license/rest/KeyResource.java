package org.ssms.license.rest;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.ssms.base.http.Problem;
import org.ssms.base.json.JsonText;
import org.ssms.license.DepositOutcome;
import org.ssms.license.Origin;
import org.ssms.license.StoredKeys;
import org.ssms.license.TooManyUsersException;
import org.ssms.license.grant.Refusal;
import org.ssms.protect.license.KeyDeposit;
import org.ssms.protect.license.MalformedLicenseException;
import org.ssms.protect.license.ManifestRegistration;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/** What media nodes do: deposit a message key before recording, register the finished recording, destroy the key. */
@Path("keys/{kid}")
@Tag(name = "keys", description = "For media nodes, with Authorization: SSMS-Service")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@ServiceOnly
@RequestScoped
public class KeyResource {
    private static final String KID = "kid";

    @Inject
    private StoredKeys keys;

    @Context
    private HttpServletRequest http;

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Deposits a message key; repeatable",
            description = "Of a list, \"owner\" is its name, and each of \"members\" gets a grant."
                    + " With rehearsal=true everything is done but the commit: a node that starts sees that the"
                    + " way is open, and the first caller does not wait for what only the first request has to"
                    + " wait for.")
    @APIResponse(
            responseCode = "201",
            description = "{\"rights\",\"controlCode\"}: stored; the owner's rights; for a caller"
                    + " without an account, until the recording is finished, his control code")
    @APIResponse(responseCode = "204", description = "a rehearsal: nothing is stored")
    @APIResponse(responseCode = "200", description = "the same was stored before")
    @APIResponse(
            responseCode = "403",
            description = "with its members for the list, \"users\" would name more than rights may")
    @APIResponse(responseCode = "409", description = "the KID or message id has another key")
    public Response deposit(@PathParam(KID) String kid, @QueryParam("rehearsal") boolean rehearsal, byte[] body)
            throws MalformedLicenseException {
        KeyDeposit deposit = KeyDeposit.fromJson(Input.keyId(kid), Input.text(body));
        Arrays.fill(body, (byte) 0);
        try {
            Input.name("owner", deposit.owner());
            for (String member : deposit.members()) {
                Input.name("members", member);
            }
            Input.name("caller", deposit.caller());
            if (deposit.sender() != null) {
                Input.name("sender", deposit.sender());
            }
            if (rehearsal) {
                keys.rehearse(deposit, origin());
                return Response.noContent().build();
            }
            DepositOutcome outcome = store(deposit);
            if (outcome instanceof DepositOutcome.Stored stored) {
                return Response.status(stored.isNew() ? Response.Status.CREATED : Response.Status.OK)
                        .entity(JsonText.of(members(stored)))
                        .build();
            }
            LicenseProblem problem = outcome instanceof DepositOutcome.Refused refused
                    ? LicenseProblem.refused(refused.refusal())
                    : LicenseProblem.conflict();
            return problem.toResponse();
        } finally {
            deposit.key().close();
        }
    }

    private static Map<String, Object> members(DepositOutcome.Stored stored) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rights", stored.rights().toMap());
        if (stored.controlCode() != null) {
            json.put("controlCode", stored.controlCode());
        }
        return json;
    }

    private DepositOutcome store(KeyDeposit deposit) {
        try {
            return keys.deposit(deposit, origin());
        } catch (EJBException race) {
            return keys.deposit(
                    deposit, origin()); // somebody else deposited under these names meanwhile: now it is seen
        }
    }

    @POST
    @Path("rights")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "What the owner will get when the manifest is registered with these rights; changes nothing")
    @APIResponse(
            responseCode = "200",
            description = "{\"rights\",\"least\"}; of a list, what at most and what at least each member gets")
    @APIResponse(responseCode = "403", description = "\"users\" would name too many, as at the deposit")
    @APIResponse(responseCode = "404", description = "no such key, or its recording is finished")
    public Response foresee(@PathParam(KID) String kid, byte[] body) throws MalformedLicenseException {
        try {
            return keys.foresee(Input.keyId(kid), UsageRights.fromJson(Input.text(body)))
                    .map(foreseen -> Response.ok(JsonText.of(members(foreseen))).build())
                    .orElseGet(() -> LicenseProblem.unknownKey().toResponse());
        } catch (TooManyUsersException e) {
            return LicenseProblem.refused(Refusal.exceeding(Right.USERS.name())).toResponse();
        }
    }

    private static Map<String, Object> members(StoredKeys.Foreseen foreseen) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rights", foreseen.rights().toMap());
        if (foreseen.least() != null) {
            json.put("least", foreseen.least().toMap());
        }
        return json;
    }

    @PUT
    @Path("manifest")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Registers the manifest hash of a finished recording; repeatable. From now on there are licenses")
    @APIResponse(responseCode = "204", description = "registered")
    @APIResponse(responseCode = "403", description = "\"users\" would name too many, as at the deposit")
    @APIResponse(responseCode = "404", description = "no such key")
    @APIResponse(responseCode = "409", description = "another hash or message, or the key is destroyed")
    public Response register(@PathParam(KID) String kid, byte[] body) throws MalformedLicenseException {
        ManifestRegistration manifest = ManifestRegistration.fromJson(Input.text(body));
        Refusal refusal = keys.register(Input.keyId(kid), manifest, origin());
        if (refusal == null) {
            return Response.noContent().build();
        }
        LicenseProblem problem = switch (refusal.reason()) {
            case UNKNOWN_KEY -> LicenseProblem.unknownKey();
            case RIGHTS_EXCEEDED -> LicenseProblem.refused(refusal);
            default -> LicenseProblem.conflict();
        };
        return problem.toResponse();
    }

    @DELETE
    @Operation(summary = "Destroys a key, and with it every copy of its message; repeatable")
    @APIResponse(responseCode = "204", description = "there is no such key, or no longer")
    public void destroy(@PathParam(KID) String kid) throws MalformedLicenseException {
        keys.destroy(Input.keyId(kid), origin());
    }

    private Origin origin() {
        return new Origin(Origin.MEDIA_NODE, http.getRemoteAddr());
    }
}
