package org.ssms.license.rest;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import org.ssms.license.Origin;
import org.ssms.license.session.ControlCodes;
import org.ssms.license.session.Session;
import org.ssms.license.session.Sessions;
import org.ssms.protect.license.GuestAddress;

/** Lets only users with a session pass, and names them to the resource as its principal. */
@Provider
@WithSession
@Priority(Priorities.AUTHENTICATION)
public class SessionFilter implements ContainerRequestFilter {
    /** A guest is somebody by his grants only. */
    private static final Set<Class<?>> FOR_GUESTS =
            Set.of(GrantResource.class, LicenseResource.class, LeaseResource.class);

    @Inject
    private Sessions sessions;

    @Inject
    private ControlCodes codes;

    @Context
    private ResourceInfo resource;

    @Context
    private HttpServletRequest http;

    @Override
    public void filter(ContainerRequestContext request) {
        Optional<String> user = SessionToken.of(
                        request.getHeaderString(HttpHeaders.AUTHORIZATION), request.getCookies())
                .flatMap(token -> controlling(token)
                        .or(() -> sessions.authenticate(token, http.getRemoteAddr())
                                .map(Session::username)));
        if (user.isEmpty()) {
            request.abortWith(LicenseProblem.notAuthenticated().toResponse());
            return;
        }
        if (GuestAddress.isMeantBy(user.get()) && !FOR_GUESTS.contains(resource.getResourceClass())) {
            request.abortWith(LicenseProblem.ofStatus(403).toResponse());
            return;
        }
        request.setSecurityContext(
                new User(user.get(), request.getSecurityContext().isSecure()));
    }

    private Optional<String> controlling(String token) {
        return resource.getResourceMethod().isAnnotationPresent(AlsoByControlCode.class)
                ? codes.read(token).map(Origin::controlling)
                : Optional.empty();
    }

    /** The user of a session. Has no roles: what somebody may do is in the grants. */
    private record User(String name, boolean isSecure) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return () -> name;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public String getAuthenticationScheme() {
            return "Bearer";
        }
    }
}
