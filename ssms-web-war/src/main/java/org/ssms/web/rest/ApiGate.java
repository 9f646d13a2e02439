package org.ssms.web.rest;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Lets only subscribers pass to the REST resources. It stands here instead of a security constraint, because with one
 * the FORM mechanism would answer programs with the login page, and keep a session for each refused request.
 * Credentials are still checked by the container: whoever has none arrives here as nobody.
 */
@WebFilter(urlPatterns = "/api/*", asyncSupported = true)
public class ApiGate extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String ROLE = "subscriber";
    private static final String GUEST = "guest";

    /**
     * What reached somebody who has no mailbox, which the resource asks for; and words for rights, which know no
     * message.
     */
    private static final Pattern OF_GUESTS =
            Pattern.compile("GET /messages/[^/]+(/content|/manifest)?|POST /rights/words");

    /**
     * Knows no message, and is for whoever has something of the license server: {@code WordsResource} says how much.
     */
    private static final String WORDS = MailboxApi.PATH + "/rights/words";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getUserPrincipal() == null && !isOpen(request)) {
            // BASIC is not offered, though taken: a browser would open its own password window
            response.setHeader("WWW-Authenticate", "Bearer realm=\"SSMS\"");
            WebProblem.of(HttpServletResponse.SC_UNAUTHORIZED).send(response);
        } else if (request.getUserPrincipal() != null && !mayPass(request)) {
            WebProblem.of(HttpServletResponse.SC_FORBIDDEN).send(response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isOpen(HttpServletRequest request) {
        return path(request).equals(WORDS);
    }

    /** Guests may ask for nothing but their own. */
    private static boolean mayPass(HttpServletRequest request) {
        String path = path(request);
        return request.isUserInRole(ROLE)
                || (request.isUserInRole(GUEST)
                        && path.startsWith(MailboxApi.PATH)
                        && OF_GUESTS
                                .matcher(request.getMethod() + " " + path.substring(MailboxApi.PATH.length()))
                                .matches());
    }

    /** As the container reads it to find the resource. */
    private static String path(HttpServletRequest request) {
        return request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
    }
}
