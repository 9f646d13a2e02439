package org.ssms.web.page;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.Doors;
import org.ssms.guard.login.LoginResult;
import org.ssms.identity.SipSecrets;
import org.ssms.location.CallSettingsService;
import org.ssms.notify.OwnerNotifier;
import org.ssms.notify.OwnerNotifier.Notice;
import org.ssms.web.page.CallsForm.InvalidFieldException;

/**
 * Takes the forms of the page "Calls". Settings are stored and the browser is sent back to the page; what cannot be
 * stored, and a new password, the page shows in the answer itself, because neither may stand in an address.
 */
@WebServlet("/calls")
public class CallsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Request attributes for {@link CallsPage}. */
    static final String FORM = CallsForm.class.getName();

    static final String INVALID = InvalidFieldException.class.getName();
    static final String PASSWORD = "org.ssms.web.page.new-phone-password";

    static final String REFUSAL = "org.ssms.web.page.phone-password-refused";

    private static final int TOO_MANY_REQUESTS = 429;
    private static final String PAGE = "/calls.xhtml";

    @Inject
    private transient CallSettingsService settings;

    @Inject
    private transient SipSecrets secrets;

    @Inject
    private transient OwnerNotifier owners;

    @Inject
    private transient FormToken token;

    @Inject
    private transient Clock clock;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin")) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else if (!token.matches(request.getParameter("token"))) {
            response.sendRedirect(request.getContextPath() + PAGE + "?again=true"); // an older session's form
        } else if ("password".equals(request.getParameter("action"))) {
            renewPassword(request, response);
        } else {
            save(request, response);
        }
    }

    /** Only for whoever knows the password of the mailbox: an open page, or a token, is not enough. */
    private void renewPassword(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String user = request.getRemoteUser();
        char[] password =
                Optional.ofNullable(request.getParameter("password")).orElse("").toCharArray();
        Asker asker = Asker.of(Door.PHONE_PASSWORD, request.getRemoteAddr());
        LoginResult result = Doors.passwords().check(asker, user, password);
        Arrays.fill(password, '\0');
        if (result instanceof LoginResult.Right right) {
            request.setAttribute(PASSWORD, secrets.renew(user, right.version()));
            Doors.audit().granted(asker, "phone-password", user);
            owners.tellSoon(user, Notice.PHONE_PASSWORD_SET);
        } else if (result instanceof LoginResult.Wait wait) {
            request.setAttribute(REFUSAL, result);
            response.setStatus(TOO_MANY_REQUESTS);
            response.setHeader("Retry-After", Long.toString(wait.seconds()));
        } else {
            request.setAttribute(REFUSAL, result);
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        }
        response.setHeader("Cache-Control", "private, no-store");
        show(request, response);
    }

    private void save(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        CallsForm form = CallsForm.sent(request::getParameter);
        try {
            settings.change(request.getRemoteUser(), form.settings(clock.instant()));
            response.sendRedirect(request.getContextPath() + PAGE + "?saved=true");
        } catch (InvalidFieldException e) {
            request.setAttribute(FORM, form);
            request.setAttribute(INVALID, e);
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            show(request, response);
        }
    }

    private static void show(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        request.getRequestDispatcher(PAGE).forward(request, response);
    }

    /** Somebody typed the address of the form. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.sendRedirect(request.getContextPath() + PAGE);
    }
}
