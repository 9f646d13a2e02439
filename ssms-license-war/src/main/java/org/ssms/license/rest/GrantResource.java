package org.ssms.license.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.ssms.base.http.Problem;
import org.ssms.base.json.JsonText;
import org.ssms.license.GrantDecision;
import org.ssms.license.GrantDecision.Allowed;
import org.ssms.license.GrantDecision.Shared;
import org.ssms.license.Grants;
import org.ssms.license.Origin;
import org.ssms.license.grant.SharedGrant;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.GrantRequest;
import org.ssms.protect.license.MalformedLicenseException;
import org.ssms.protect.license.UsageRights;

/** What somebody may do with a message: seen, narrowed, forwarded, taken back. For users with a session. */
@Path("")
@Tag(name = "rights")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@WithSession
@RequestScoped
public class GrantResource {
    private static final String MESSAGE = "messageId";

    @Inject
    private Grants grants;

    @Context
    private HttpServletRequest http;

    @Context
    private SecurityContext caller;

    @POST
    @Path("messages/{messageId}/grants")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Forwards a message",
            description = "Body: {\"to\",\"rights\"}; an absent right: as much as I may")
    @APIResponse(responseCode = "201", description = "{\"grantId\",\"rights\"}")
    @APIResponse(responseCode = "400", description = "malformed, or \"to\" is no subscriber")
    @APIResponse(responseCode = "403", description = "more than I may give: the detail names the member")
    @APIResponse(responseCode = "404", description = "no license: unknown and foreign alike")
    public Response forward(@PathParam(MESSAGE) String messageId, byte[] body) throws MalformedLicenseException {
        GrantRequest request = GrantRequest.fromJson(Input.text(body));
        Input.name("to", request.to());
        return answer(
                messageId, (id, origin) -> grants.forward(id, request, origin), Allowed.class, GrantResource::created);
    }

    private static Response created(Allowed allowed) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("grantId", allowed.grantId().toString());
        json.put("rights", allowed.rights().toMap());
        return Response.status(Response.Status.CREATED)
                .type(MediaType.APPLICATION_JSON)
                .entity(JsonText.of(json))
                .build();
    }

    @GET
    @Path("messages/{messageId}/grants")
    @Operation(summary = "To whom I, and those below me, handed a message on; neither who is above me nor beside me")
    @APIResponse(
            responseCode = "200",
            description = "{\"grants\":[{\"grantId\",\"parent\",\"to\",\"rights\",\"grantedAt\",\"revoked\"}]}, the"
                    + " older first; \"parent\" is null below my own grant, \"rights\" as they are now")
    @APIResponse(responseCode = "404", description = "no license: unknown and foreign alike")
    public Response shared(@PathParam(MESSAGE) String messageId) {
        return answer(messageId, grants::shared, Shared.class, GrantResource::treeOf);
    }

    @DELETE
    @Path("grants/{grantId}")
    @Operation(summary = "Takes a grant back, and with it all that were made of it; repeatable")
    @APIResponse(responseCode = "204", description = "nobody has a license by it from now on")
    @APIResponse(responseCode = "404", description = "no such grant below one of mine")
    public Response revoke(@PathParam("grantId") String grantId) {
        Optional<UUID> named = Input.grantId(grantId);
        return named.isPresent() && grants.revoke(named.get(), origin())
                ? Response.noContent().build()
                : LicenseProblem.noLicense().toResponse();
    }

    @GET
    @Path("messages/{messageId}/rights")
    @Operation(summary = "What I may do now with a message")
    @APIResponse(responseCode = "200", description = "the rights, \"plays\" are those that are left")
    @APIResponse(responseCode = "404", description = "no license: unknown and foreign alike")
    public Response rights(@PathParam(MESSAGE) String messageId) {
        return answer(messageId, grants::rights, Allowed.class, GrantResource::rightsOf);
    }

    @PUT
    @Path("messages/{messageId}/rights")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Narrows what I and all to whom I forwarded a message may do; an absent right stays as it is")
    @APIResponse(responseCode = "200", description = "the rights as they are now")
    @APIResponse(responseCode = "403", description = "more than I have: the detail names the member")
    @APIResponse(responseCode = "404", description = "no license: unknown and foreign alike")
    public Response narrow(@PathParam(MESSAGE) String messageId, byte[] body) throws MalformedLicenseException {
        UsageRights wanted = UsageRights.fromJson(Input.text(body));
        return answer(
                messageId, (id, origin) -> grants.narrow(id, wanted, origin), Allowed.class, GrantResource::rightsOf);
    }

    private static Response rightsOf(Allowed allowed) {
        return json(allowed.rights().toJson());
    }

    private static Response json(String text) {
        return Response.ok(text, MediaType.APPLICATION_JSON_TYPE).build();
    }

    private static Response treeOf(Shared shared) {
        List<Map<String, @Nullable Object>> grants =
                shared.grants().stream().map(GrantResource::json).toList();
        return json(JsonText.of(Map.of("grants", grants)));
    }

    private static Map<String, @Nullable Object> json(SharedGrant grant) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("grantId", grant.id().toString());
        json.put("parent", grant.parent() == null ? null : grant.parent().toString());
        json.put("to", grant.to());
        json.put("rights", grant.rights().toMap());
        json.put("grantedAt", grant.grantedAt().toString());
        json.put("revoked", grant.revoked());
        return json;
    }

    /** @param type of the answer to what is not refused */
    private <T extends GrantDecision> Response answer(
            String messageId,
            BiFunction<MessageId, Origin, GrantDecision> decision,
            Class<T> type,
            Function<T, Response> format) {
        Optional<MessageId> named = Input.messageId(messageId);
        if (named.isEmpty()) {
            return LicenseProblem.noLicense().toResponse();
        }
        GrantDecision decided = decision.apply(named.get(), origin());
        return decided instanceof GrantDecision.Refused refused
                ? LicenseProblem.refused(refused.refusal()).toResponse()
                : format.apply(type.cast(decided));
    }

    private Origin origin() {
        return new Origin(caller.getUserPrincipal().getName(), http.getRemoteAddr());
    }
}
