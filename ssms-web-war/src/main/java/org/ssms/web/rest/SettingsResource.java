package org.ssms.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.location.CallSettings;
import org.ssms.location.CallSettingsService;

/** What whoever asks wants done with calls; effective on the next call. */
@Path("settings")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Calls")
public class SettingsResource {
    @Inject
    private CallSettingsService settings;

    @Inject
    private Clock clock;

    @Context
    private SecurityContext caller;

    @GET
    @Operation(summary = "What is done with calls")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SettingsJson.class)))
    @APIResponse(responseCode = "401", description = "urn:ssms:not-authenticated")
    public SettingsJson settings() {
        return SettingsJson.of(settings.of(owner()));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change what is done with calls",
            description = "The whole settings; they hold from the next call on. outOfOffice absent or null switches it"
                    + " off.")
    @RequestBody(content = @Content(schema = @Schema(implementation = SettingsJson.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SettingsJson.class)))
    @APIResponse(responseCode = "400", description = "urn:ssms:malformed")
    @APIResponse(responseCode = "401", description = "urn:ssms:not-authenticated")
    @APIResponse(responseCode = "415", description = "urn:ssms:unsupported-media-type")
    public SettingsJson change(String body) {
        try {
            CallSettings wanted = SettingsJson.parse(body, clock.instant());
            settings.change(owner(), wanted);
            return SettingsJson.of(wanted);
        } catch (MalformedJsonException e) {
            throw new BadRequestException(WebProblem.malformed(e.problem()).toResponse());
        }
    }

    private String owner() {
        return caller.getUserPrincipal().getName();
    }
}
