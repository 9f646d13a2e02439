package org.ssms.license.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.ssms.base.http.Problem;
import org.ssms.license.Leases;
import org.ssms.license.Origin;
import org.ssms.license.Reason;
import org.ssms.protect.license.LeaseReport;

/** What players report of the plays that they have licenses for. For users with a session. */
@Path("leases/{" + LeaseResource.LEASE + "}")
@Tag(name = "leases")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@WithSession
@RequestScoped
public class LeaseResource {
    static final String LEASE = "leaseId";

    @Inject
    private Leases leases;

    @Context
    private HttpServletRequest http;

    @Context
    private SecurityContext caller;

    @POST
    @Path("started")
    @Operation(summary = "Sound came out; repeatable")
    @APIResponse(responseCode = "204", description = "the play is counted, once")
    @APIResponse(responseCode = "403", description = "the lease had been given back, and now there is no play left")
    @APIResponse(responseCode = "409", description = "the time of the play is over: hearing it takes another license")
    @APIResponse(responseCode = "404", description = "no lease of mine")
    public Response started(@PathParam(LEASE) String leaseId) {
        return report(leaseId, LeaseReport.STARTED);
    }

    @POST
    @Path("ended")
    @Operation(summary = "The end was heard, or the listener went; repeatable")
    @APIResponse(responseCode = "204", description = "the play is counted, once")
    @APIResponse(responseCode = "403", description = "the lease had been given back, and now there is no play left")
    @APIResponse(responseCode = "404", description = "no lease of mine")
    public Response ended(@PathParam(LEASE) String leaseId) {
        return report(leaseId, LeaseReport.ENDED);
    }

    @POST
    @Path("returned")
    @Operation(summary = "No sound came out, and none will; repeatable")
    @APIResponse(responseCode = "204", description = "the play is given back, once")
    @APIResponse(responseCode = "404", description = "no lease of mine")
    @APIResponse(responseCode = "409", description = "it is counted for good: it had begun, or this comes too late")
    public Response returned(@PathParam(LEASE) String leaseId) {
        return report(leaseId, LeaseReport.RETURNED);
    }

    private Response report(String leaseId, LeaseReport report) {
        Optional<UUID> named = Input.uuid(leaseId);
        Reason refusal = named.isEmpty() ? Reason.UNKNOWN_LEASE : leases.report(named.get(), report, origin());
        return refusal == null
                ? Response.noContent().build()
                : LicenseProblem.reportRefused(refusal).toResponse();
    }

    private Origin origin() {
        return new Origin(caller.getUserPrincipal().getName(), http.getRemoteAddr());
    }
}
