package org.ssms.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.RequestDispatcher;
import java.util.Optional;
import org.ssms.guard.login.LoginResult;
import org.ssms.web.ReturnPath;
import org.ssms.web.ReturnServlet;

/** Where the login form is posted to, and what the page says to somebody who could not be logged in. */
@Named
@RequestScoped
public class LoginPage {
    @Inject
    private ExternalContext context;

    @Inject
    private PageWords words;

    /** The address that the FORM mechanism listens to; it brings the browser back to the page that it wanted. */
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

    /** Seconds to wait before the next attempt; 0: none. */
    public long getWait() {
        return context.getRequestMap().get(LoginResult.Wait.ATTRIBUTE) instanceof Long seconds ? seconds : 0;
    }

    /** In words; empty when the page was just opened. */
    public String getProblem() {
        if (getWait() > 0) {
            return PageWords.count(words.getLanguage(), "say.wait", getWait());
        }
        return context.getRequestParameterMap().containsKey("failed") ? words.text("say.mismatch") : "";
    }
}
