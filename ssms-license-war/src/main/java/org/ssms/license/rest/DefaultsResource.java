package org.ssms.license.rest;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.ssms.base.http.Problem;
import org.ssms.license.AuditEvent;
import org.ssms.license.AuditLog;
import org.ssms.license.Defaults;
import org.ssms.license.Origin;
import org.ssms.protect.license.DefaultRights;
import org.ssms.protect.license.MalformedLicenseException;

/** What a user decides of rights beforehand: as calling and as called party. For users with a session. */
@Path("defaults")
@Tag(name = "rights")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@WithSession
@RequestScoped
public class DefaultsResource {
    @Inject
    private Defaults defaults;

    @Inject
    private AuditLog audit;

    @Context
    private HttpServletRequest http;

    @Context
    private SecurityContext caller;

    @GET
    @Operation(summary = "My default rights")
    @APIResponse(
            responseCode = "200",
            description = "{\"calling\",\"called\"}: what my messages get when I choose nothing, absent: the domain's"
                    + " default; the most that a message for me has")
    public Response show() {
        return json(defaults.show(origin()));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Changes my default rights, both, for messages that are left from now on")
    @APIResponse(responseCode = "200", description = "as they are now")
    @APIResponse(responseCode = "400", description = "malformed: the detail names the member")
    @APIResponse(responseCode = "403", description = "not-by-pin: of a session by PIN")
    public Response change(byte[] body) throws MalformedLicenseException {
        DefaultRights wanted = read(body);
        try {
            defaults.change(wanted, origin());
        } catch (EJBException race) {
            defaults.change(wanted, origin()); // the same user's first change somewhere else: now it is seen
        }
        return json(wanted);
    }

    private DefaultRights read(byte[] body) throws MalformedLicenseException {
        try {
            return DefaultRights.fromJson(Input.text(body));
        } catch (MalformedLicenseException e) {
            audit.malformed(AuditEvent.DEFAULTS_CHANGED, null, origin());
            throw e;
        }
    }

    private static Response json(DefaultRights rights) {
        return Response.ok(rights.toJson(), MediaType.APPLICATION_JSON_TYPE).build();
    }

    private Origin origin() {
        return new Origin(caller.getUserPrincipal().getName(), http.getRemoteAddr());
    }
}
