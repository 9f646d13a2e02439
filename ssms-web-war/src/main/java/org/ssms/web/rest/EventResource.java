package org.ssms.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.ssms.guard.login.Doors;
import org.ssms.web.MessageJson;
import org.ssms.web.live.LiveMessages;
import org.ssms.web.live.LiveStream;

/** Live updates of the caller's own mailbox. */
@Path("events")
@RequestScoped
@Tag(name = "Messages")
public class EventResource {
    @Inject
    private LiveMessages live;

    @Context
    private SecurityContext caller;

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "New and changed messages as server-sent events",
            description = "Each event 'message' carries one message as JSON. Comments keep the connection alive. The"
                    + " stream ends with the login, and after some minutes in any case: connect again and read"
                    + " the messages once, since events between two connections are not kept.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = MessageJson.class)))
    @APIResponse(responseCode = "401", description = "urn:ssms:not-authenticated")
    @APIResponse(responseCode = "429", description = "urn:ssms:too-many-streams")
    public void events(
            @Context SseEventSink sink,
            @Context Sse sse,
            @Context HttpServletRequest request,
            @Context HttpServletResponse response) {
        response.setHeader("X-Accel-Buffering", "no"); // a proxy in front must not collect events
        HttpSession session = request.getSession(false);
        String mailbox = caller.getUserPrincipal().getName();
        LiveStream stream = new LiveStream(
                sink,
                live::end,
                sse,
                session == null ? null : session.getId(),
                Doors.stillGood(mailbox, request.getHeader("Authorization")));
        if (!live.join(mailbox, stream)) {
            throw new ClientErrorException(WebProblem.tooManyStreams()
                    .toResponse(Response.status(429).header("Retry-After", LiveMessages.HEARTBEAT_SECONDS)));
        }
    }
}
