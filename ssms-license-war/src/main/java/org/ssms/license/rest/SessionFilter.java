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

/** Lets only the owners of sessions pass, and names them to the resource as its principal. */
@Provider
@WithSession
@Priority(Priorities.AUTHENTICATION)
public class SessionFilter implements ContainerRequestFilter {
    /** A guest is somebody by his grants only. */
    private static final Set<Class<?>> FOR_GUESTS =
            Set.of(GrantResource.class, LicenseResource.class, LeaseResource.class);
    /** Who has said a PIN hears what he may; beside that only what is {@link AlsoByPin}. */
    private static final Set<Class<?>> BY_PIN = Set.of(LicenseResource.class, LeaseResource.class);

    @Inject
    private Sessions sessions;

    @Inject
    private Possession possession;

    @Inject
    private ControlCodes codes;

    @Context
    private ResourceInfo resource;

    @Context
    private HttpServletRequest http;

    @Override
    public void filter(ContainerRequestContext request) {
        Optional<SessionToken> token =
                SessionToken.of(request.getHeaderString(HttpHeaders.AUTHORIZATION), request.getCookies());
        Optional<String> controlling = token.flatMap(this::controlling);
        if (controlling.isPresent()) {
            enter(request, new Control(controlling.get()));
            return;
        }
        Optional<Session> session = token.flatMap(one -> sessions.authenticate(one.value(), http.getRemoteAddr()));
        if (session.isEmpty()) {
            request.abortWith(Possession.unknown(token));
            return;
        }
        refusal(
                        session.get(),
                        resource.getResourceClass(),
                        resource.getResourceMethod().isAnnotationPresent(AlsoByPin.class))
                .map(LicenseProblem::toResponse)
                .or(() -> possession.refusal(token.get(), session.get(), http))
                .ifPresentOrElse(request::abortWith, () -> enter(request, new SignedIn(session.get())));
    }

    /** Of a session that is good, but not for that resource. */
    static Optional<LicenseProblem> refusal(Session session, Class<?> wanted, boolean isAlsoByPin) {
        if (session.isByPin()) {
            return isAlsoByPin || BY_PIN.contains(wanted) ? Optional.empty() : Optional.of(LicenseProblem.notByPin());
        }
        return GuestAddress.isMeantBy(session.username()) && !FOR_GUESTS.contains(wanted)
                ? Optional.of(LicenseProblem.ofStatus(403))
                : Optional.empty();
    }

    private void enter(ContainerRequestContext request, Principal who) {
        request.setSecurityContext(new User(who, request.getSecurityContext().isSecure()));
    }

    private Optional<String> controlling(SessionToken token) {
        return !token.isDpop() && resource.getResourceMethod().isAnnotationPresent(AlsoByControlCode.class)
                ? codes.read(token.value()).map(Origin::controlling)
                : Optional.empty();
    }

    /** The sender of a message by its control code. */
    private record Control(String getName) implements Principal {}

    /** Has no roles: what somebody may do is in the grants. */
    private record User(Principal getUserPrincipal, boolean isSecure) implements SecurityContext {

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
