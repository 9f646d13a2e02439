package org.ssms.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Sets the security headers on every answer, also on the login page and error pages, which the container reaches by
 * FORWARD and ERROR. Scripts and styles come from our own files only; nothing may frame us.
 */
@WebFilter(
        urlPatterns = "/*",
        asyncSupported = true,
        dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.FORWARD, DispatcherType.ERROR})
public class SecurityHeaders extends HttpFilter {
    private static final long serialVersionUID = 1L;

    /** {@code media-src blob:} is the MediaSource of the player; {@code data:} is not needed anywhere. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'self'; media-src blob:; object-src 'none';"
            + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** {@code Cache-Control} of everything that is somebody's, or may be. */
    static final String NOT_STORED = "private, no-store";

    /** The only page that asks for a microphone. */
    private static final String RECORDING_PAGE = "/greetings.xhtml";

    static final String STRICT_TRANSPORT_SECURITY = "max-age=31536000";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        boolean records = request.getServletPath().equals(RECORDING_PAGE);
        response.setHeader(
                "Permissions-Policy", "camera=(), geolocation=(), microphone=" + (records ? "(self)" : "()"));
        if (request.isSecure() && !isLoopback(request.getServerName())) {
            response.setHeader("Strict-Transport-Security", STRICT_TRANSPORT_SECURITY);
        }
        if (request.getRequestURI().startsWith(request.getContextPath() + "/assets/")) {
            response.setHeader("Cache-Control", "no-cache"); // kept, but asked for again: no old script after an update
        } else {
            response.setHeader("Cache-Control", NOT_STORED);
        }
        chain.doFilter(request, response);
    }

    /** HSTS does not know ports: on localhost it would also catch every other server of a developer's machine. */
    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.startsWith("127.")
                || host.equals("[::1]");
    }
}
