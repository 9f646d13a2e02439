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

    /** Which texts of the bundle tell it. */
    public String getKey() {
        return switch (status()) {
            case 403, 404, 405, 503 -> "error." + status();
            default -> status() >= 500 ? "error.5xx" : "error.4xx";
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
