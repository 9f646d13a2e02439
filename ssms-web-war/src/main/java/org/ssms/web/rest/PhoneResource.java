package org.ssms.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.Doors;
import org.ssms.guard.login.LoginResult;
import org.ssms.identity.IdentityConfig;
import org.ssms.identity.SipSecrets;
import org.ssms.location.Registrar;
import org.ssms.notify.OwnerNotifier;
import org.ssms.notify.OwnerNotifier.Notice;

/** The phones of whoever asks. */
@Path("/")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Calls")
public class PhoneResource {
    private static final int MAX_CHARS = 2048;
    private static final int MAX_PASSWORD = 256;

    @Inject
    private Registrar registrar;

    @Inject
    private SipSecrets secrets;

    @Inject
    private IdentityConfig config;

    @Inject
    private OwnerNotifier owners;

    @Context
    private SecurityContext caller;

    @Context
    private HttpServletRequest http;

    /** Who asks, once more. */
    @Schema(name = "PasswordAgain")
    public record PasswordAgainJson(
            @Schema(description = "the password of the mailbox")
            String password) {
        @Override
        public String toString() {
            return "PasswordAgainJson[redacted]";
        }
    }

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
            description = "Asks for the password of the mailbox once more; a token alone is not enough. The old phone"
                    + " password ends at once. The new one is in this answer and nowhere else.")
    @RequestBody(content = @Content(schema = @Schema(implementation = PasswordAgainJson.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PhonePasswordJson.class)))
    @APIResponse(responseCode = "400", description = "urn:ssms:malformed")
    @APIResponse(responseCode = "401", description = "urn:ssms:not-authenticated")
    @APIResponse(responseCode = "403", description = "urn:ssms:wrong-password")
    @APIResponse(responseCode = "415", description = "urn:ssms:unsupported-media-type")
    @APIResponse(responseCode = "429", description = "urn:ssms:too-many-attempts, see Retry-After")
    public Response newPassword(String body) {
        char[] password = password(body);
        Asker asker = Asker.of(Door.PHONE_PASSWORD, http.getRemoteAddr());
        LoginResult result = Doors.passwords().check(asker, owner(), password);
        Arrays.fill(password, '\0');
        if (result instanceof LoginResult.Wait wait) {
            return Response.fromResponse(WebProblem.of(429).toResponse())
                    .header("Retry-After", wait.seconds())
                    .build();
        }
        if (!(result instanceof LoginResult.Right right)) {
            return WebProblem.wrongPassword().toResponse();
        }
        String renewed = secrets.renew(owner(), right.version());
        Doors.audit().granted(asker, "phone-password", owner());
        owners.tellSoon(owner(), Notice.PHONE_PASSWORD_SET);
        return Response.ok(new PhonePasswordJson(owner(), config.domain(), renewed))
                .header("Cache-Control", "private, no-store")
                .build();
    }

    private static char[] password(String body) {
        try {
            return JsonObject.parse(body, MAX_CHARS)
                    .text("password", MAX_PASSWORD)
                    .toCharArray();
        } catch (MalformedJsonException e) {
            throw new BadRequestException(WebProblem.malformed(e.problem()).toResponse());
        }
    }

    private String owner() {
        return caller.getUserPrincipal().getName();
    }
}
