package org.ssms.license.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
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
import org.ssms.license.Grants;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.MalformedLicenseException;

/**
 * What the mailbox asks, at the door of media nodes, before it gives a protected file to somebody whose mailbox it is
 * not in, and before it gives files out of the house.
 */
@Path("keys/holders")
@Tag(name = "keys")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@ServiceOnly
@RequestScoped
public class HolderResource {
    /** Messages in one question. */
    private static final int MOST = 400;

    private static final int LONGEST_NAME = 255;

    @Inject
    private Grants grants;

    @GET
    @Path("{messageId}")
    @Operation(summary = "Whether a user holds a grant of a message")
    @APIResponse(responseCode = "204", description = "he does, and it was not taken back")
    @APIResponse(responseCode = "404", description = "he does not, or there is no such message")
    public Response isHeld(
            @PathParam("messageId") String messageId, @QueryParam("user") @DefaultValue("") String user) {
        return Input.messageId(messageId).filter(id -> grants.isHeld(id, user)).isPresent()
                ? Response.noContent().build()
                : LicenseProblem.noLicense().toResponse();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Of which messages a user holds a grant, and which of them he may save",
            description = "{\"user\",\"messages\":[id, ...]}, at most 400 of them. Counts nothing.")
    @APIResponse(
            responseCode = "200",
            description = "{\"held\":[id, ...],\"saved\":[id, ...]}: some of those asked for")
    public Response held(byte[] body) throws MalformedLicenseException {
        try {
            JsonObject asked = JsonObject.parse(Input.text(body), BodyFilter.MAX_BYTES);
            asked.onlyMembers(Set.of("user", "messages"));
            List<MessageId> messages = asked.texts("messages", MOST, MessageId.LENGTH).stream()
                    .map(Input::messageId)
                    .flatMap(Optional::stream)
                    .distinct()
                    .toList();
            Map<MessageId, Boolean> held = grants.held(messages, asked.text("user", LONGEST_NAME));
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("held", held.keySet().stream().map(MessageId::value).toList());
            answer.put(
                    "saved",
                    held.entrySet().stream()
                            .filter(Map.Entry::getValue)
                            .map(message -> message.getKey().value())
                            .toList());
            return Response.ok(JsonText.of(answer)).build();
        } catch (MalformedJsonException e) {
            throw new MalformedLicenseException(e.problem());
        }
    }
}
