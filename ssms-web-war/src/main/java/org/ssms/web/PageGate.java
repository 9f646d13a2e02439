package org.ssms.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Lets only subscribers pass to the pages, and sends everybody else to the login page. It stands here instead of a
 * security constraint, because with one the FORM mechanism would make a session for each request of a stranger and keep
 * its body there until he logs in. Here nothing is kept: where he wanted to go is in the address of the login page, and
 * what he posted is gone. Credentials are still checked by the container: whoever has none arrives here as nobody.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class PageGate extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String ROLE = "subscriber";

    /**
     * What guards itself or nothing. The pages for guests, control codes and passwords tell nothing; what they ask the
     * servers for, those guard. Logging out is open so that it can be repeated; without a session it does nothing.
     * Below /api stands {@code ApiGate}; below /location media nodes prove the service key to {@code LocationServlet},
     * below /operators operators are asked by {@code OperatorGate}.
     */
    private static final List<String> OPEN = List.of(
            "/login.xhtml",
            "/guest.xhtml",
            "/control.xhtml",
            "/password.xhtml",
            "/assets/",
            "/logout",
            "/api/",
            "/location/",
            "/operators/");

    private static final Set<String> READING = Set.of("GET", "HEAD");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (isOpen(path(request)) || (request.getUserPrincipal() != null && request.isUserInRole(ROLE))) {
            chain.doFilter(request, response);
        } else if (request.getUserPrincipal() != null) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Cache-Control", SecurityHeaders.NOT_STORED);
            response.setHeader("Location", loginPage(request));
        }
    }

    /** As the container reads it to find the servlet: without escapes and parameters. */
    private static String path(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return rest == null ? request.getServletPath() : request.getServletPath() + rest;
    }

    private static boolean isOpen(String path) {
        return !path.contains("..")
                && OPEN.stream().anyMatch(open -> open.endsWith("/") ? path.startsWith(open) : path.equals(open));
    }

    private static String loginPage(HttpServletRequest request) {
        String page = request.getContextPath() + "/login.xhtml";
        if (!READING.contains(request.getMethod())) {
            return page;
        }
        String query = request.getQueryString();
        return ReturnPath.of(query == null ? request.getRequestURI() : request.getRequestURI() + '?' + query)
                .filter(wanted -> !wanted.path().equals(request.getContextPath() + "/")) // a login ends there anyway
                .map(wanted -> page + "?next=" + wanted.encoded())
                .orElse(page);
    }
}
