package org.ssms.sip.container.it;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code GET /journal}: one {@code what=count} per line. */
@WebServlet("/journal")
public class JournalServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    private transient Journal journal;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().print(journal.text());
    }
}
