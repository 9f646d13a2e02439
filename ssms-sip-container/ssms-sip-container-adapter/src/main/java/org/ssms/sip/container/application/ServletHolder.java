package org.ssms.sip.container.application;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.Collections;
import java.util.Enumeration;
import javax.servlet.sip.SipServlet;
import org.jspecify.annotations.Nullable;
import org.mobicents.servlet.sip.core.MobicentsSipServlet;
import org.ssms.sip.container.context.ApplicationContexts;
import org.ssms.sip.container.context.Instance;
import org.ssms.sip.container.descriptor.ApplicationDescriptor.SipServletInfo;

/**
 * One SIP servlet: created and injected once, initialised once, and handed to the dispatcher behind
 * {@link ContextualServlet}.
 */
final class ServletHolder implements MobicentsSipServlet, ServletConfig {
    private static final System.Logger LOG = System.getLogger(ServletHolder.class.getName());

    private final SipServletInfo info;
    private final ServletContext servletContext;
    private final ApplicationContexts contexts;
    private @Nullable Instance<? extends SipServlet> instance;
    private volatile boolean unavailable;

    ServletHolder(SipServletInfo info, ServletContext servletContext, ApplicationContexts contexts) {
        this.info = info;
        this.servletContext = servletContext;
        this.contexts = contexts;
    }

    Class<? extends SipServlet> type() {
        return info.type();
    }

    /** The injected and initialised servlet; made on the first call. */
    synchronized SipServlet servlet() throws ServletException {
        if (instance == null) {
            instance = start();
        }
        return instance.object();
    }

    private Instance<? extends SipServlet> start() throws ServletException {
        try {
            Instance<? extends SipServlet> created = contexts.create(info.type());
            contexts.run(() -> created.object().init(this));
            return created;
        } catch (Exception e) {
            unavailable = true;
            throw new ServletException("SIP servlet " + info.name() + " does not start", e);
        }
    }

    synchronized void destroy() {
        Instance<? extends SipServlet> started = instance;
        instance = null;
        if (started == null) {
            return;
        }
        try {
            contexts.run(() -> {
                started.object().destroy();
                started.release().run();
            });
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "SIP servlet " + info.name() + " failed in destroy", e);
        }
    }

    @Override
    public String getName() {
        return info.name();
    }

    @Override
    public int getLoadOnStartup() {
        return info.loadOnStartup();
    }

    @Override
    public Servlet allocate() throws ServletException {
        return new ContextualServlet(servlet(), this, contexts);
    }

    @Override
    public void deallocate(Servlet servlet) {}

    @Override
    public boolean isUnavailable() {
        return unavailable;
    }

    @Override
    public String getServletName() {
        return info.name();
    }

    @Override
    public ServletContext getServletContext() {
        return servletContext;
    }

    @Override
    public @Nullable String getInitParameter(String name) {
        return info.parameters().get(name);
    }

    @Override
    public Enumeration<String> getInitParameterNames() {
        return Collections.enumeration(info.parameters().keySet());
    }
}
