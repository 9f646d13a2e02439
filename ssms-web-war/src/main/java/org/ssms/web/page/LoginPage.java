package org.ssms.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.RequestDispatcher;
import java.util.Optional;
import org.ssms.web.ReturnPath;
import org.ssms.web.ReturnServlet;

/** Where the login form is posted to, so that the browser gets back to the page it wanted. */
@Named
@RequestScoped
public class LoginPage {
    @Inject
    private ExternalContext context;

    /** The address that the FORM mechanism listens to. */
    public String getAction() {
        return context.getRequestContextPath()
                + wanted().map(next -> ReturnServlet.PATH + next.encoded()).orElse("")
                + "/j_security_check";
    }

    private Optional<ReturnPath> wanted() {
        // after a wrong password the mechanism forwards to this page
        if (context.getRequestMap().get(RequestDispatcher.FORWARD_REQUEST_URI) instanceof String posted) {
            return ReturnServlet.next(posted, context.getRequestContextPath());
        }
        return ReturnPath.decoded(context.getRequestParameterMap().get("next"));
    }
}
