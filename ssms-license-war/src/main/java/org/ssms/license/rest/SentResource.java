package org.ssms.license.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.ssms.base.http.Problem;
import org.ssms.base.json.JsonText;
import org.ssms.license.Origin;
import org.ssms.license.SentMessage;
import org.ssms.license.SentMessages;

/** A message for who has left it: heard or not, and taken back. For users with a session. */
@Path("")
@Tag(name = "rights")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@WithSession
@RequestScoped
public class SentResource {
    private static final String MESSAGE = "messageId";

    @Inject
    private SentMessages sent;

    @Context
    private HttpServletRequest http;

    @Context
    private SecurityContext caller;

    @GET
    @Path("sent")
    @Operation(summary = "The messages that I have left, the newest first")
    @APIResponse(responseCode = "200", description = "{\"messages\":[]}, each as by itself; 100 at most")
    public Response list() {
        return Response.ok(
                        JsonText.of(Map.of(
                                "messages",
                                sent.list(origin()).stream()
                                        .map(SentResource::members)
                                        .toList())),
                        MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    @GET
    @Path("messages/{messageId}/sent")
    @AlsoByControlCode
    @Operation(summary = "A message that I have left: what its owner may do, and whether he has heard it")
    @APIResponse(
            responseCode = "200",
            description = "{\"messageId\",\"sentAt\",\"rights\",\"playsUsed\",\"firstPlayedAt\",\"recalledAt\","
                    + "\"members\",\"heardBy\"}; rights are absent when it was taken back, times when it was not,"
                    + " members and by how many of them it was heard when it was not left for a list")
    @APIResponse(responseCode = "404", description = "no message that I have left: unknown and foreign alike")
    public Response show(@PathParam(MESSAGE) String messageId) {
        return Input.messageId(messageId)
                .flatMap(id -> sent.show(id, origin()))
                .map(message -> JsonText.of(members(message)))
                .map(json -> Response.ok(json, MediaType.APPLICATION_JSON_TYPE).build())
                .orElseGet(() -> LicenseProblem.noLicense().toResponse());
    }

    @POST
    @Path("messages/{messageId}/recall")
    @AlsoByControlCode
    @Operation(
            summary = "Takes a message that I have left back, from everybody and for good; repeatable",
            description = "Body: none is read")
    @APIResponse(responseCode = "204", description = "its key is destroyed")
    @APIResponse(responseCode = "404", description = "no message that I have left: unknown and foreign alike")
    public Response recall(@PathParam(MESSAGE) String messageId) {
        return Input.messageId(messageId)
                        .filter(id -> sent.recall(id, origin()))
                        .isPresent()
                ? Response.noContent().build()
                : LicenseProblem.noLicense().toResponse();
    }

    static Map<String, Object> members(SentMessage message) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messageId", message.messageId().value());
        json.put("sentAt", message.sentAt().toString());
        if (message.rights() != null) {
            json.put("rights", message.rights().toMap());
        }
        json.put("playsUsed", message.playsUsed());
        if (message.firstPlayedAt() != null) {
            json.put("firstPlayedAt", message.firstPlayedAt().toString());
        }
        if (message.recalledAt() != null) {
            json.put("recalledAt", message.recalledAt().toString());
        }
        if (message.members() > 0) {
            json.put("members", message.members());
            json.put("heardBy", message.heardBy());
        }
        return json;
    }

    private Origin origin() {
        return new Origin(caller.getUserPrincipal().getName(), http.getRemoteAddr());
    }
}
