package org.ssms.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.File;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.ssms.base.http.Problem;
import org.ssms.mailbox.HoldersUnknownException;
import org.ssms.mailbox.Mailboxes;
import org.ssms.mailbox.MessageView;
import org.ssms.mailbox.SharedMessages;
import org.ssms.protect.key.MessageId;
import org.ssms.web.MessageJson;
import org.ssms.web.live.LiveMessages;

/**
 * The messages of whoever asks, and the files of those that somebody shared with him. What is his, {@link Mailboxes}
 * and {@link SharedMessages} decide; here absent is 404.
 */
@Path("messages")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Messages")
@APIResponse(
        responseCode = "401",
        description = "urn:ssms:not-authenticated",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(ref = "Problem")))
public class MessageResource {
    /** When the license server does not answer. */
    private static final long RETRY_SECONDS = 10;

    @Inject
    private Mailboxes mailboxes;

    @Inject
    private SharedMessages shared;

    @Inject
    private LiveMessages live;

    @Context
    private SecurityContext caller;

    @GET
    @Operation(summary = "All messages, newest first")
    public List<MessageJson> messages() {
        return mailboxes.messages(owner()).stream().map(MessageJson::of).toList();
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One message", description = "Also of somebody else's mailbox, for who holds a grant of it")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = MessageJson.class)))
    @APIResponse(responseCode = "404", description = "urn:ssms:not-found")
    @APIResponse(
            responseCode = "503",
            description = "urn:ssms:unavailable: not in this mailbox, and the license server does not answer")
    public MessageJson message(@PathParam("id") MessageId id) {
        return ownerOfWhatReached(id)
                .flatMap(of -> mailboxes.message(of, id))
                .map(MessageJson::of)
                .orElseThrow(NotFoundException::new);
    }

    @GET
    @Path("{id}/content")
    @Produces(ProtectedFile.MEDIA_TYPE)
    @Operation(
            summary = "The protected file",
            description = "CENC fragmented MP4 with FLAC, encrypted: it plays with a license only. Also for who holds a"
                    + " grant of a message of somebody else's. Single byte ranges are served, several ranges "
                    + "at once are answered with the whole file.")
    @APIResponse(responseCode = "200", description = "The whole file")
    @APIResponse(responseCode = "206", description = "The range asked for")
    @APIResponse(responseCode = "304", description = "If-None-Match names the file")
    @APIResponse(responseCode = "404", description = "urn:ssms:not-found")
    @APIResponse(responseCode = "416", description = "urn:ssms:range-not-satisfiable")
    public Response content(
            @PathParam("id") MessageId id,
            @HeaderParam("Range") @Nullable String range,
            @HeaderParam("If-Range") @Nullable String ifRange,
            @Context Request request) {
        ProtectedFile file = ownerOfWhatReached(id)
                .flatMap(of -> mailboxes.content(of, id))
                .flatMap(content -> ProtectedFile.existing(id, content))
                .orElseThrow(NotFoundException::new);
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(file.validator());
        return unchanged != null ? unchanged.build() : file.respond(range, ifRange);
    }

    @GET
    @Path("{id}/manifest")
    @Produces("application/jose")
    @Operation(
            summary = "The signed manifest of the protected file",
            description = "JWS, compact form. A player checks it against the file and against the license.")
    @APIResponse(responseCode = "200")
    @APIResponse(responseCode = "404", description = "urn:ssms:not-found")
    public Response manifest(@PathParam("id") MessageId id) {
        File file = ownerOfWhatReached(id)
                .flatMap(of -> mailboxes.manifest(of, id))
                .filter(Files::isReadable)
                .orElseThrow(NotFoundException::new)
                .toFile();
        return Response.ok(file).build();
    }

    @POST
    @Path("{id}/heard")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Mark a message as heard", description = "May be repeated. A body is not read.")
    @APIResponse(responseCode = "204", description = "It is marked")
    @APIResponse(responseCode = "404", description = "urn:ssms:not-found")
    @APIResponse(responseCode = "415", description = "urn:ssms:unsupported-media-type")
    public void heard(@PathParam("id") MessageId id) {
        existing(id);
        mailboxes.markHeard(owner(), id);
        live.publish(owner(), MessageJson.of(existing(id)));
    }

    private Optional<String> ownerOfWhatReached(MessageId id) {
        try {
            return shared.owner(owner(), id);
        } catch (HoldersUnknownException e) {
            throw new ServiceUnavailableException(RETRY_SECONDS, e);
        }
    }

    private MessageView existing(MessageId id) {
        return mailboxes.message(owner(), id).orElseThrow(NotFoundException::new);
    }

    private String owner() {
        return caller.getUserPrincipal().getName();
    }
}
