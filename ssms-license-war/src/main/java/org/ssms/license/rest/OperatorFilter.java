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
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.security.Principal;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.Operators;
import org.ssms.guard.login.Operators.Answer;
import org.ssms.guard.login.Operators.Operator;
import org.ssms.guard.login.Operators.Role;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.license.LicenseConfig;

/**
 * Lets only operators pass, each as far as his role goes, and names them to the resource as its principal. For who
 * comes from elsewhere than operators do there is nothing here, whatever he proves.
 */
@Provider
@OperatorOnly
@Priority(Priorities.AUTHENTICATION)
public class OperatorFilter implements ContainerRequestFilter {
    @Inject
    private Operators operators;

    @Inject
    private LicenseConfig config;

    @Inject
    private SecurityAudit security;

    @Context
    private ResourceInfo resource;

    @Context
    private HttpServletRequest http;

    @Override
    public void filter(ContainerRequestContext request) {
        String address = http.getRemoteAddr();
        if (!config.operators().isOpenTo(address)) {
            request.abortWith(LicenseProblem.ofStatus(404).toResponse());
            return;
        }
        if (Operators.isFromPage(request::getHeaderString)) {
            request.abortWith(LicenseProblem.ofStatus(403).toResponse());
            return;
        }
        Asker asker = Asker.of(Door.OPERATOR, address);
        Answer answer = operators.ask(asker, request.getHeaderString(HttpHeaders.AUTHORIZATION));
        if (answer instanceof Answer.Later later) {
            request.abortWith(LicenseProblem.later(later.time()));
        } else if (answer instanceof Answer.Known known) {
            enter(request, asker, known.operator());
        } else {
            request.abortWith(challenge());
        }
    }

    private void enter(ContainerRequestContext request, Asker asker, Operator operator) {
        Role needed = role(resource.getResourceMethod(), resource.getResourceClass());
        if (operator.may(needed)) {
            request.setSecurityContext(new User(new Name(operator.name()), http.isSecure()));
        } else {
            security.refused(asker, "operation", operator.name(), "role");
            request.abortWith(LicenseProblem.notYourRole().toResponse());
        }
    }

    static Role role(Method method, Class<?> resource) {
        OperatorOnly ofMethod = method.getAnnotation(OperatorOnly.class);
        OperatorOnly ofClass = resource.getAnnotation(OperatorOnly.class);
        if (ofMethod != null) {
            return ofMethod.value();
        }
        return ofClass == null ? Role.SECURITY : ofClass.value();
    }

    private static Response challenge() {
        return LicenseProblem.notAuthenticated()
                .toResponseBuilder()
                .header(HttpHeaders.WWW_AUTHENTICATE, null)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"ssms-operators\", charset=\"UTF-8\"")
                .build();
    }

    private record Name(String getName) implements Principal {}

    /** What he may do was looked at already. */
    private record User(Principal getUserPrincipal, boolean isSecure) implements SecurityContext {
        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public String getAuthenticationScheme() {
            return BASIC_AUTH;
        }
    }
}
