package org.ssms.license.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
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
import org.ssms.license.AuditEvent;
import org.ssms.license.AuditLog;
import org.ssms.license.GrantDecision;
import org.ssms.license.GrantDecision.Allowed;
import org.ssms.license.GrantDecision.Named;
import org.ssms.license.GrantDecision.Shared;
import org.ssms.license.Grants;
import org.ssms.license.Origin;
import org.ssms.license.ReceivedMessages;
import org.ssms.license.ReceivedMessages.Received;
import org.ssms.license.SentMessages;
import org.ssms.license.grant.SharedGrant;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.GrantRequest;
import org.ssms.protect.license.GuestAddress;
import org.ssms.protect.license.MalformedLicenseException;
import org.ssms.protect.license.Odrl;
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

    /** The sender's word goes first, where he holds a grant, too. */
    @Inject
    private SentMessages sent;

    @Inject
    private ReceivedMessages received;

    @Inject
    private AuditLog audit;

    @Context
    private HttpServletRequest http;

    @Context
    private SecurityContext caller;

    @POST
    @Path("messages/{messageId}/grants")
    @Consumes(MediaType.APPLICATION_JSON)
    @AlsoByPin
    @Operation(
            summary = "Forwards a message",
            description =
                    "Body: {\"to\",\"rights\",\"attach\"}; an absent right: as much as I may. \"to\" is a user name,"
                            + " or mailto: and the address of a guest, who is told by mail; with \"attach\":true it"
                            + " brings the protected file. By a session by PIN it goes to subscribers only, and only"
                            + " some times in an hour")
    @APIResponse(responseCode = "201", description = "{\"grantId\",\"rights\"}")
    @APIResponse(responseCode = "400", description = "malformed, or \"to\" is no subscriber")
    @APIResponse(
            responseCode = "403",
            description = "more than I may give: the detail names the member; not-by-pin: to a guest, by phone")
    @APIResponse(responseCode = "404", description = "no license: unknown and foreign alike")
    @APIResponse(
            responseCode = "429",
            description = "too many \"to\" that are no subscribers, or too many by phone: see Retry-After")
    public Response forward(@PathParam(MESSAGE) String messageId, byte[] body) throws MalformedLicenseException {
        GrantRequest request = read(AuditEvent.FORWARD, messageId, body, text -> {
            GrantRequest wanted = GrantRequest.fromJson(text);
            Input.name("to", wanted.to());
            return wanted;
        });
        boolean byPhone = ((SignedIn) caller.getUserPrincipal()).session().isByPin();
        if (byPhone && (request.attach() || GuestAddress.isMeantBy(request.to()))) {
            return LicenseProblem.notByPin().toResponse();
        }
        return answer(
                messageId,
                (id, origin) -> grants.forward(id, request, byPhone, origin),
                Allowed.class,
                GrantResource::created);
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
            description =
                    "{\"grants\":[{\"grantId\",\"parent\",\"to\",\"rights\",\"playsShared\",\"grantedAt\",\"revoked\","
                            + "\"proved\"}],"
                            + "\"guests\",\"attach\"}, the older first; \"parent\" is null below my own grant,"
                            + " \"rights\" as they are now, \"proved\" of a guest: he has shown that the address is"
                            + " his; \"guests\": \"to\" may be one, \"attach\": his mail may bring the protected file")
    @APIResponse(responseCode = "404", description = "no license: unknown and foreign alike")
    public Response shared(@PathParam(MESSAGE) String messageId) {
        return answer(messageId, grants::shared, Shared.class, GrantResource::treeOf);
    }

    @GET
    @Path("shared")
    @AlsoByPin
    @Operation(
            summary = "What others have forwarded to me and nobody took back, the newest first",
            description = "?rights=false: without the rights, which may be long")
    @APIResponse(
            responseCode = "200",
            description =
                    "{\"messages\":[{\"messageId\",\"from\",\"rights\",\"grantedAt\"}]}; 100 at most, one for each"
                            + " grant")
    public Response received(@QueryParam("rights") @DefaultValue("true") boolean rights) {
        return json(JsonText.of(Map.of(
                "messages",
                received.list(origin()).stream()
                        .map(message -> json(message, rights))
                        .toList())));
    }

    private static Map<String, Object> json(Received message, boolean rights) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messageId", message.messageId().value());
        json.put("from", message.grant().from());
        if (rights) {
            json.put("rights", message.grant().rights().toMap());
        }
        json.put("grantedAt", message.grant().grantedAt().toString());
        return json;
    }

    @DELETE
    @Path("grants/{grantId}")
    @Operation(summary = "Takes a grant back, and with it all that were made of it; repeatable")
    @APIResponse(responseCode = "204", description = "nobody has a license by it from now on")
    @APIResponse(responseCode = "404", description = "no such grant below one of mine")
    public Response revoke(@PathParam("grantId") String grantId) {
        Optional<UUID> named = Input.uuid(grantId);
        return named.isPresent() && grants.revoke(named.get(), origin())
                ? Response.noContent().build()
                : LicenseProblem.noLicense().toResponse();
    }

    @GET
    @Path("messages")
    @Operation(summary = "Of which message a protected file is, by the KID in it: for who holds a grant of it")
    @APIResponse(responseCode = "200", description = "{\"messageId\"}")
    @APIResponse(responseCode = "400", description = "no KID")
    @APIResponse(responseCode = "404", description = "no license: unknown and foreign alike")
    public Response named(@QueryParam("kid") @Nullable String kid) throws MalformedLicenseException {
        return told(
                grants.named(Input.keyId(kid), origin()),
                Named.class,
                named -> json(JsonText.of(Map.of("messageId", named.messageId().value()))));
    }

    @GET
    @Path("messages/{messageId}/rights")
    @AlsoByPin
    @AlsoByControlCode
    @Operation(summary = "What I may do now with a message; of one that I have left: what its owner may")
    @APIResponse(responseCode = "200", description = "the rights, \"plays\" are those that are left")
    @APIResponse(responseCode = "404", description = "no license: unknown and foreign alike")
    public Response rights(@PathParam(MESSAGE) String messageId) {
        return answer(messageId, this::rights, Allowed.class, GrantResource::rightsOf);
    }

    @GET
    @Path("messages/{messageId}/rights")
    @Produces(Odrl.MEDIA_TYPE + ";qs=0.5")
    @AlsoByControlCode
    @Operation(summary = "The same as a policy of ODRL 2.2")
    @APIResponse(responseCode = "200", description = "a policy in JSON-LD")
    @APIResponse(responseCode = "404", description = "no license: unknown and foreign alike")
    public Response rightsAsOdrl(@PathParam(MESSAGE) String messageId) {
        return answer(
                messageId,
                this::rights,
                Allowed.class,
                allowed -> Response.ok(
                                Odrl.write(
                                        allowed.rights(),
                                        Input.messageId(messageId).orElseThrow()),
                                Odrl.MEDIA_TYPE)
                        .build());
    }

    private GrantDecision rights(MessageId messageId, Origin origin) {
        return sent.rights(messageId, origin).orElseGet(() -> grants.rights(messageId, origin));
    }

    @PUT
    @Path("messages/{messageId}/rights")
    @Consumes(MediaType.APPLICATION_JSON)
    @AlsoByControlCode
    @Operation(
            summary = "Narrows what I and all to whom I forwarded a message may do; an absent right stays as it is",
            description = "Of a message that I have left: changes what its owner may do, also to more")
    @APIResponse(responseCode = "200", description = "the rights as they are now")
    @APIResponse(responseCode = "403", description = "more than I have: the detail names the member")
    @APIResponse(responseCode = "404", description = "no license: unknown and foreign alike")
    public Response narrow(@PathParam(MESSAGE) String messageId, byte[] body) throws MalformedLicenseException {
        return change(messageId, body, UsageRights::fromJson);
    }

    @PUT
    @Path("messages/{messageId}/rights")
    @Consumes(Odrl.MEDIA_TYPE)
    @AlsoByControlCode
    @Operation(summary = "The same with the rights as a policy of ODRL 2.2")
    @APIResponse(responseCode = "200", description = "the rights as they are now, as JSON")
    @APIResponse(responseCode = "400", description = "no policy as we write it: the detail names the member")
    public Response narrowByOdrl(@PathParam(MESSAGE) String messageId, byte[] body) throws MalformedLicenseException {
        return change(messageId, body, Odrl::read);
    }

    private Response change(String messageId, byte[] body, Reader<UsageRights> reader)
            throws MalformedLicenseException {
        UsageRights wanted = read(AuditEvent.RIGHTS_CHANGED, messageId, body, reader);
        return answer(
                messageId,
                (id, origin) -> sent.change(id, wanted, origin).orElseGet(() -> grants.narrow(id, wanted, origin)),
                Allowed.class,
                GrantResource::rightsOf);
    }

    /** Reads a body. */
    private interface Reader<T> {
        T read(String text) throws MalformedLicenseException;
    }

    private <T> T read(AuditEvent event, String messageId, byte[] body, Reader<T> reader)
            throws MalformedLicenseException {
        try {
            return reader.read(Input.text(body));
        } catch (MalformedLicenseException e) {
            audit.malformed(event, Input.messageId(messageId).orElse(null), origin());
            throw e;
        }
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
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("grants", grants);
        json.put("guests", shared.guests());
        json.put("attach", shared.attach());
        return json(JsonText.of(json));
    }

    private static Map<String, @Nullable Object> json(SharedGrant grant) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("grantId", grant.id().toString());
        json.put("parent", grant.parent() == null ? null : grant.parent().toString());
        json.put("to", grant.to());
        json.put("rights", grant.rights().toMap());
        json.put("playsShared", grant.playsShared());
        json.put("grantedAt", grant.grantedAt().toString());
        json.put("revoked", grant.revoked());
        if (grant.proved() != null) {
            json.put("proved", grant.proved());
        }
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
        return told(decision.apply(named.get(), origin()), type, format);
    }

    private static <T extends GrantDecision> Response told(
            GrantDecision decided, Class<T> type, Function<T, Response> format) {
        if (decided instanceof GrantDecision.Later later) {
            return LicenseProblem.later(later.time());
        }
        return decided instanceof GrantDecision.Refused refused
                ? LicenseProblem.refused(refused.refusal()).toResponse()
                : format.apply(type.cast(decided));
    }

    private Origin origin() {
        return new Origin(caller.getUserPrincipal().getName(), http.getRemoteAddr());
    }
}
