package org.ssms.sip.container;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ssms.sip.container.application.ApplicationDescriptor;
import org.ssms.sip.container.config.SipContainerConfig;

/** Ties the life of the SIP container to that of the web application. */
final class SipContainerListener implements ServletContextListener {
    private final Set<Class<?>> annotated;
    private @Nullable SipContainer container;

    SipContainerListener(Set<Class<?>> annotated) {
        this.annotated = annotated;
    }

    /** Fails the deployment when the SIP side cannot start. */
    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext web = event.getServletContext();
        SipContainerConfig config =
                SipContainerConfig.from(SipContainerConfig.overriding(System::getProperty, web::getInitParameter));
        container = SipContainer.start(ApplicationDescriptor.of(annotated, defaultName(web)), config, web);
    }

    private static String defaultName(ServletContext web) {
        String displayName = web.getServletContextName();
        return displayName == null ? web.getContextPath() : displayName;
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (container != null) {
            container.stop();
            container = null;
        }
    }
}
