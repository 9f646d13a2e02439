package org.ssms.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.ssms.config.SsmsConfig;
import org.ssms.identity.SipSecrets;
import org.ssms.location.Registrar;

/** The phones of whoever asks. */
@Path("/")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Calls")
public class PhoneResource {
    @Inject
    private Registrar registrar;

    @Inject
    private SipSecrets secrets;

    @Inject
    private SsmsConfig config;

    @Context
    private SecurityContext caller;

    /**
     * What to type into a phone.
     *
     * @param password in clear, this once
     */
    @Schema(name = "PhonePassword")
    public record PhonePasswordJson(
            @Schema(example = "alice") String user,
            @Schema(example = "example.org") String domain,
            String password) {
        @Override
        public String toString() {
            return "PhonePasswordJson[" + user + ", redacted]";
        }
    }

    @GET
    @Path("registrations")
    @Operation(summary = "Registered phones, best first")
    @APIResponse(responseCode = "401", description = "urn:ssms:not-authenticated")
    public List<RegistrationJson> registrations() {
        return registrar.bindings(owner()).stream().map(RegistrationJson::of).toList();
    }

    @POST
    @Path("phone-password")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "A new phone password",
            description =
                    "The old one ends at once. The new one is in this answer and nowhere else. A body is not read.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PhonePasswordJson.class)))
    @APIResponse(responseCode = "401", description = "urn:ssms:not-authenticated")
    @APIResponse(responseCode = "415", description = "urn:ssms:unsupported-media-type")
    public Response newPassword() {
        return Response.ok(new PhonePasswordJson(owner(), config.domain(), secrets.renew(owner())))
                .header("Cache-Control", "private, no-store")
                .build();
    }

    private String owner() {
        return caller.getUserPrincipal().getName();
    }
}
