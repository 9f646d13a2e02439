package org.ssms.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletResponse;

/** Says what went wrong in words for people and nothing about the inside. */
@Named
@RequestScoped
public class ErrorPage {
    @Inject
    private ExternalContext context;

    public String getTitle() {
        return switch (status()) {
            case 403 -> "This is not for you";
            case 404 -> "Not found";
            case 405 -> "That does not work here";
            default -> status() >= 500 ? "Something broke" : "That did not work";
        };
    }

    public String getText() {
        return switch (status()) {
            case 403 -> "Your account may not open this page. Ask whoever runs this server.";
            case 404 ->
                "There is no such page or message in your mailbox. It may have been deleted, or the link belongs"
                        + " to somebody else’s mailbox.";
            case 405 -> "This address takes no such request.";
            default ->
                status() >= 500
                        ? "The fault is on our side and has been recorded. Your messages are safe; please try again."
                        : "The request could not be understood.";
        };
    }

    public int getStatus() {
        return status();
    }

    private int status() {
        Object status = context.getRequestMap().get(RequestDispatcher.ERROR_STATUS_CODE);
        return status instanceof Integer code ? code : HttpServletResponse.SC_NOT_FOUND;
    }
}
