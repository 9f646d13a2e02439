package org.ssms.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/**
 * Ends the session in the mailbox and forgets the browser's license session. Only POST. Another site cannot do it: the
 * session cookie is SameSite=Lax, and a browser that says the request comes from elsewhere is refused.
 */
@WebServlet("/logout")
public class LogoutServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Cookie of the license server; the same host may take it back. */
    static final String LICENSE_COOKIE = "ssms-license";

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
        response.addCookie(expiredLicenseCookie());
        response.sendRedirect(request.getContextPath() + "/");
    }

    private static Cookie expiredLicenseCookie() {
        Cookie cookie = new Cookie(LICENSE_COOKIE, "");
        cookie.setPath("/license/v1");
        cookie.setMaxAge(0);
        cookie.setHttpOnly(true);
        return cookie;
    }
}
