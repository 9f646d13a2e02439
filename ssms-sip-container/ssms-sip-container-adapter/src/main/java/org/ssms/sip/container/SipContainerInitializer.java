package org.ssms.sip.container;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.HandlesTypes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import javax.servlet.sip.annotation.SipApplication;
import javax.servlet.sip.annotation.SipApplicationKey;
import javax.servlet.sip.annotation.SipListener;
import javax.servlet.sip.annotation.SipServlet;
import org.jspecify.annotations.Nullable;
import org.ssms.sip.container.descriptor.SipXml;

/**
 * Entry: the servlet container finds the annotated classes of the WAR; without any, and without sip.xml, nothing is
 * started.
 */
@HandlesTypes({SipServlet.class, SipListener.class, SipApplication.class, SipApplicationKey.class})
public final class SipContainerInitializer implements ServletContainerInitializer {
    @Override
    public void onStartup(@Nullable Set<Class<?>> annotated, ServletContext context) throws ServletException {
        Set<Class<?>> classes = annotated == null ? Set.of() : annotated;
        try (InputStream file = context.getResourceAsStream(SipXml.PATH)) {
            if (file == null && classes.isEmpty()) {
                return;
            }
            SipXml descriptor = file == null ? SipXml.absent() : SipXml.read(file);
            descriptor.contextParameters().forEach(context::setInitParameter); // those of web.xml stay
            context.addListener(new SipContainerListener(classes, descriptor));
        } catch (IOException e) {
            throw new ServletException(SipXml.PATH + " cannot be read", e);
        }
    }
}
