package org.ssms.web.rest;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * What the container refuses itself it answers with a page for people: the error page by ERROR, and wrong credentials
 * with the login page by FORWARD (status and challenges are already set). Below {@link MailboxApi#PATH} and {@link
 * LocationServlet#PATH} the answer becomes a problem document.
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
                challenge ? RequestDispatcher.FORWARD_REQUEST_URI : RequestDispatcher.ERROR_REQUEST_URI);
        if (path instanceof String asked && isForPrograms(asked, request.getContextPath())) {
            boolean unset = challenge && response.getStatus() < HttpServletResponse.SC_BAD_REQUEST;
            WebProblem.of(unset ? HttpServletResponse.SC_UNAUTHORIZED : response.getStatus())
                    .send(response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isForPrograms(String path, String contextPath) {
        return path.startsWith(contextPath + MailboxApi.PATH) || path.startsWith(contextPath + LocationServlet.PATH);
    }
}
