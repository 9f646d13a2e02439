package org.ssms.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.ssms.base.config.OperatorConfig;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.LoginResult;
import org.ssms.guard.login.Operators;
import org.ssms.guard.login.Operators.Answer;
import org.ssms.guard.login.Operators.Operator;
import org.ssms.guard.login.Operators.Role;
import org.ssms.guard.login.SecurityAudit;

/**
 * Lets only operators pass, each as far as his role goes, as the license server does for accounts (ADR 0037). For who
 * comes from elsewhere than operators do there is nothing here, whatever he proves.
 */
@ApplicationScoped
public class OperatorGate {
    @Inject
    private Operators operators;

    @Inject
    private OperatorConfig config;

    @Inject
    private SecurityAudit security;

    /** Who asks, if he is one and has that role; empty: he was answered. */
    public Optional<Operator> enter(HttpServletRequest request, HttpServletResponse response, Role needed)
            throws IOException {
        String address = request.getRemoteAddr();
        if (!config.isOpenTo(address)) {
            return refused(WebProblem.of(HttpServletResponse.SC_NOT_FOUND), response);
        }
        if (Operators.isFromPage(request::getHeader)) {
            return refused(WebProblem.of(HttpServletResponse.SC_FORBIDDEN), response);
        }
        Asker asker = Asker.of(Door.OPERATOR, address);
        Answer answer = operators.ask(asker, request.getHeader("Authorization"));
        if (answer instanceof Answer.Later later) {
            response.setHeader("Retry-After", Long.toString(new LoginResult.Wait(later.time()).seconds()));
            return refused(WebProblem.of(429), response);
        }
        if (!(answer instanceof Answer.Known known)) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"ssms-operators\", charset=\"UTF-8\"");
            return refused(WebProblem.of(HttpServletResponse.SC_UNAUTHORIZED), response);
        }
        if (!known.operator().may(needed)) {
            security.refused(asker, "operation", known.operator().name(), "role");
            return refused(WebProblem.notYourRole(), response);
        }
        return Optional.of(known.operator());
    }

    private static Optional<Operator> refused(WebProblem why, HttpServletResponse response) throws IOException {
        why.send(response);
        return Optional.empty();
    }
}
