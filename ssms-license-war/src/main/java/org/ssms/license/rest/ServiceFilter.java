package org.ssms.license.rest;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import org.ssms.license.ServiceAccess;

/** Lets only media nodes pass. */
@Provider
@ServiceOnly
@Priority(Priorities.AUTHENTICATION)
public class ServiceFilter implements ContainerRequestFilter {
    @Inject
    private ServiceAccess access;

    @Context
    private HttpServletRequest http;

    @Override
    public void filter(ContainerRequestContext request) {
        if (!access.isProvedBy(request.getHeaderString(HttpHeaders.AUTHORIZATION), http.getRemoteAddr())) {
            request.abortWith(LicenseProblem.notAuthenticated().toResponse());
        }
    }
}
