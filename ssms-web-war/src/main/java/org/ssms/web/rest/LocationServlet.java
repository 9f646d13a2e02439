package org.ssms.web.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.Optional;
import org.ssms.location.CalledParty;
import org.ssms.location.ListeningPoints;
import org.ssms.location.LocationAccess;
import org.ssms.location.SubscriberLocation;

/**
 * Our database as the location server of other media nodes: {@code GET /location/v1/DOMAIN/USER}, for those who prove
 * the service key. A servlet, because the REST application below {@code /api} is for subscribers and takes their
 * credentials.
 */
@WebServlet(LocationServlet.PATH + "/*")
public class LocationServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    static final String PATH = "/location/v1";

    @Inject
    private transient SubscriberLocation location;

    @Inject
    private transient LocationAccess access;

    @Inject
    private transient ListeningPoints listening;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (!access.isProvedBy(request.getHeader("Authorization"))) {
            response.setHeader("WWW-Authenticate", "SSMS-Service");
            WebProblem.of(HttpServletResponse.SC_UNAUTHORIZED).send(response);
            return;
        }
        Optional<CalledParty> called = called(request.getRequestURI(), request.getContextPath());
        if (called.isEmpty()) {
            WebProblem.of(HttpServletResponse.SC_NOT_FOUND).send(response);
            return;
        }
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "private, no-store");
        response.getWriter().print(new LocationAnswer(listening.mailboxHost()).toJson(location.lookup(called.get())));
    }

    /** Each segment unescaped once; a plus is a plus, numbers begin with it. */
    static Optional<CalledParty> called(String uri, String contextPath) {
        String[] segments = uri.substring(Math.min(uri.length(), contextPath.length() + PATH.length()))
                .split("/", -1);
        if (segments.length != 3 || segments[1].isEmpty() || segments[2].isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CalledParty(unescaped(segments[2]), unescaped(segments[1])));
        } catch (IllegalArgumentException badEscape) {
            return Optional.empty();
        }
    }

    private static String unescaped(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
    }
}
