package org.ssms.sip.container;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.annotation.HandlesTypes;
import java.util.Set;
import javax.servlet.sip.annotation.SipApplication;
import javax.servlet.sip.annotation.SipApplicationKey;
import javax.servlet.sip.annotation.SipListener;
import javax.servlet.sip.annotation.SipServlet;
import org.jspecify.annotations.Nullable;

/** Entry: the servlet container finds the annotated classes of the WAR; without any, nothing is started. */
@HandlesTypes({SipServlet.class, SipListener.class, SipApplication.class, SipApplicationKey.class})
public final class SipContainerInitializer implements ServletContainerInitializer {
    @Override
    public void onStartup(@Nullable Set<Class<?>> annotated, ServletContext context) {
        if (annotated != null && !annotated.isEmpty()) {
            context.addListener(new SipContainerListener(annotated));
        }
    }
}
