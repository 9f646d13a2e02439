package org.ssms.license.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.ssms.base.http.Problem;
import org.ssms.license.Grants;

/**
 * What the mailbox asks, at the door of media nodes, before it gives a protected file to somebody whose mailbox it is
 * not in.
 */
@Path("keys/holders/{messageId}")
@Tag(name = "keys")
@Produces(Problem.MEDIA_TYPE)
@ServiceOnly
@RequestScoped
public class HolderResource {
    @Inject
    private Grants grants;

    @GET
    @Operation(summary = "Whether a user holds a grant of a message")
    @APIResponse(responseCode = "204", description = "he does, and it was not taken back")
    @APIResponse(responseCode = "404", description = "he does not, or there is no such message")
    public Response isHeld(
            @PathParam("messageId") String messageId, @QueryParam("user") @DefaultValue("") String user) {
        return Input.messageId(messageId).filter(id -> grants.isHeld(id, user)).isPresent()
                ? Response.noContent().build()
                : LicenseProblem.noLicense().toResponse();
    }
}
