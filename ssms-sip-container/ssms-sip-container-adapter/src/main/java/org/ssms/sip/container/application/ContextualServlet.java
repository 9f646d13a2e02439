package org.ssms.sip.container.application;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.ssms.sip.container.context.ApplicationContexts;
import org.ssms.sip.container.log.LimitedLog;
import org.ssms.sip.container.log.Redaction;
import org.ssms.sip.container.message.JakartaRequest;
import org.ssms.sip.container.message.PeerFlow;

/**
 * Delivers messages to a SIP servlet inside the application's contexts. Life-cycle calls stay with {@link
 * ServletHolder}.
 */
record ContextualServlet(Servlet target, ServletConfig config, ApplicationContexts contexts) implements Servlet {
    private static final LimitedLog LOG = new LimitedLog(System.getLogger(ContextualServlet.class.getName()));

    /** Exactly one of the two is non-null (JSR 289 §3.1). */
    @Override
    public void service(@Nullable ServletRequest request, @Nullable ServletResponse response)
            throws ServletException, IOException {
        if (request instanceof JakartaRequest received) {
            PeerFlow.note(received);
        }
        try {
            contexts.run(() -> target.service(request, response));
        } catch (Exception e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "SIP servlet " + config.getServletName() + " failed",
                    Redaction.redacted(e));
            if (e instanceof IOException io) {
                throw io;
            }
            throw new ServletException("SIP servlet failed", e);
        }
    }

    @Override
    public void init(ServletConfig ignored) {}

    @Override
    public ServletConfig getServletConfig() {
        return config;
    }

    @Override
    public String getServletInfo() {
        return target.getServletInfo();
    }

    @Override
    public void destroy() {}
}
