package org.ssms.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Arrays;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.Doors;

/**
 * Ends the session in the mailbox and the browser's session at the license server. Only POST; needs no script. Another
 * site cannot do it: the session cookie is SameSite=Lax, and a browser that says the request comes from elsewhere is
 * refused.
 */
@WebServlet("/logout")
public class LogoutServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Cookie of the license server; the same host may take it back. */
    static final String LICENSE_COOKIE = "ssms-license";

    private static final String LICENSE_PATH = "/license/v1";
    private static final int MAX_TOKENS = 2;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin")) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        // the browser forgets the token even when the server cannot be told
        response.addCookie(expiredLicenseCookie(LICENSE_PATH));
        response.addCookie(expiredLicenseCookie(request.getContextPath() + "/logout"));
        endLicenseSessions(request);
        response.sendRedirect(request.getContextPath() + "/");
    }

    /** The token comes along in a cookie of this path only; from now on it is worth nothing at any door. */
    private static void endLicenseSessions(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return;
        }
        Asker asker = Asker.of(Door.FORM, request.getRemoteAddr());
        Arrays.stream(cookies)
                .filter(cookie -> cookie.getName().equals(LICENSE_COOKIE))
                .limit(MAX_TOKENS)
                .forEach(cookie -> Doors.endSession(asker, cookie.getValue()));
    }

    private static Cookie expiredLicenseCookie(String path) {
        Cookie cookie = new Cookie(LICENSE_COOKIE, "");
        cookie.setPath(path);
        cookie.setMaxAge(0);
        cookie.setHttpOnly(true);
        return cookie;
    }
}
