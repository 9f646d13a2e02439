package org.ssms.sip.container;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ssms.sip.container.config.SipContainerConfig;
import org.ssms.sip.container.descriptor.ApplicationDescriptor;
import org.ssms.sip.container.descriptor.SipXml;

/** Ties the life of the SIP container to that of the web application. */
final class SipContainerListener implements ServletContextListener {
    private final Set<Class<?>> annotated;
    private final SipXml descriptor;
    private @Nullable SipContainer container;

    SipContainerListener(Set<Class<?>> annotated, SipXml descriptor) {
        this.annotated = annotated;
        this.descriptor = descriptor;
    }

    /** Fails the deployment when the SIP side cannot start. */
    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext web = event.getServletContext();
        SipContainerConfig config =
                SipContainerConfig.from(SipContainerConfig.overriding(System::getProperty, web::getInitParameter));
        ApplicationDescriptor application =
                ApplicationDescriptor.of(annotated, descriptor, web.getClassLoader(), defaultName(web));
        container = SipContainer.start(application, config, web);
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
