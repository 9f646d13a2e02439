package org.ssms.web.rest;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Lets only subscribers pass to the REST resources. It stands here instead of a security constraint, because with one the
 * FORM mechanism would answer programs with the login page, and keep a session for each refused request. Credentials are
 * still checked by the container: whoever has none arrives here as nobody.
 */
@WebFilter(urlPatterns = "/api/*", asyncSupported = true)
public class ApiGate extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String ROLE = "subscriber";
    /** Knows no message, and is for who has something of the license server: {@code WordsResource} says how much. */
    private static final String WORDS = "/api/v1/rights/words";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getUserPrincipal() == null && !isOpen(request)) {
            // BASIC is not offered, though taken: a browser would open its own password window
            response.setHeader("WWW-Authenticate", "Bearer realm=\"SSMS\"");
            WebProblem.of(HttpServletResponse.SC_UNAUTHORIZED).send(response);
        } else if (request.getUserPrincipal() != null && !request.isUserInRole(ROLE)) {
            WebProblem.of(HttpServletResponse.SC_FORBIDDEN).send(response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isOpen(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return WORDS.equals(rest == null ? request.getServletPath() : request.getServletPath() + rest);
    }
}
