package org.ssms.web.rest;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/**
 * What the container refuses before a resource is reached, it answers with a page: the login page by FORWARD (status 401
 * and its challenges are already set), an error page by ERROR. Below {@link MailboxApi#PATH} the same answer becomes a
 * problem document.
 */
@WebFilter(
        urlPatterns = "/*",
        dispatcherTypes = {DispatcherType.FORWARD, DispatcherType.ERROR})
public class ContainerProblems extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean challenge = request.getDispatcherType() == DispatcherType.FORWARD;
        Object path = request.getAttribute(
                challenge ? RequestDispatcher.FORWARD_SERVLET_PATH : RequestDispatcher.ERROR_REQUEST_URI);
        if (path instanceof String asked
                && isApi(
                        challenge
                                ? asked
                                : asked.substring(request.getContextPath().length()))) {
            if (challenge) {
                forgetSavedRequest(request);
            }
            send(response, Problem.of(challenge ? HttpServletResponse.SC_UNAUTHORIZED : response.getStatus()));
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isApi(String path) {
        return path.equals(MailboxApi.PATH) || path.startsWith(MailboxApi.PATH + "/");
    }

    /** FORM keeps the refused request to repeat it after the login; nobody wants to land on an event stream. */
    private static void forgetSavedRequest(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    private static void send(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setCharacterEncoding("UTF-8");
        response.getWriter().print(problem.toJson());
    }
}
