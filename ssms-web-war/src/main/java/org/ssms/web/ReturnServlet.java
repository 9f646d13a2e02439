package org.ssms.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Where a login ends that began on another page. The FORM mechanism sends the browser to the folder that its form was
 * posted to: the login page posts to {@code /return/NEXT/j_security_check}, and so the page it wanted needs no session.
 */
@WebServlet(ReturnServlet.PATH + "*")
public class ReturnServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** The segment after it is a {@link ReturnPath}. */
    public static final String PATH = "/return/";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.sendRedirect(next(request.getRequestURI(), request.getContextPath())
                .map(ReturnPath::path)
                .orElse(request.getContextPath() + "/"));
    }

    /** The page that {@code uri}, an address below {@link #PATH}, leads to. */
    public static Optional<ReturnPath> next(String uri, String contextPath) {
        String prefix = contextPath + PATH;
        if (!uri.startsWith(prefix)) {
            return Optional.empty();
        }
        String segment = uri.substring(prefix.length());
        int end = segment.indexOf('/');
        return ReturnPath.decoded(end < 0 ? segment : segment.substring(0, end));
    }
}
