package org.ssms.sip.container.application;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.annotation.SipApplication;
import javax.servlet.sip.annotation.SipApplicationKey;
import javax.servlet.sip.annotation.SipListener;

/**
 * What the annotations of a web application say about its SIP side (JSR 289 §18).
 *
 * @param name name of the SIP application; the context path or display name of the WAR when none is given
 * @param mainServlet gets every initial request; empty when there is only one servlet
 * @param sessionMinutes life of an idle application session in minutes, 0 or less for ever
 * @param proxySeconds seconds until a proxied branch is given up, 0 or less for the default
 * @param keyMethod static {@code @SipApplicationKey} method
 */
public record ApplicationDescriptor(
        String name,
        Optional<String> mainServlet,
        int sessionMinutes,
        int proxySeconds,
        List<SipServletInfo> servlets,
        List<Class<?>> listeners,
        Optional<Method> keyMethod) {
    private static final int DEFAULT_SESSION_MINUTES = 3;

    /** A class with {@code @SipServlet}. */
    public record SipServletInfo(String name, Class<? extends SipServlet> type, int loadOnStartup) {}

    /**
     * Reads the annotations.
     *
     * @param defaultName used when {@code @SipApplication} is absent or has no name
     */
    public static ApplicationDescriptor of(Collection<Class<?>> annotated, String defaultName) {
        Optional<SipApplication> application =
                annotated.stream().flatMap(ApplicationDescriptor::applicationOf).findFirst();
        return new ApplicationDescriptor(
                application.map(SipApplication::name).filter(n -> !n.isEmpty()).orElse(defaultName),
                application.map(SipApplication::mainServlet).filter(n -> !n.isEmpty()),
                application.map(SipApplication::sessionTimeout).orElse(DEFAULT_SESSION_MINUTES),
                application.map(SipApplication::proxyTimeout).orElse(0),
                annotated.stream().flatMap(ApplicationDescriptor::servletOf).toList(),
                annotated.stream()
                        .filter(c -> c.isAnnotationPresent(SipListener.class))
                        .toList(),
                annotated.stream()
                        .flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
                        .filter(m -> m.isAnnotationPresent(SipApplicationKey.class))
                        .findFirst());
    }

    /** {@code @SipApplication} stands on a package ({@code package-info}) or, for convenience, on a class. */
    private static Stream<SipApplication> applicationOf(Class<?> type) {
        return Stream.of(
                        Optional.ofNullable(type.getAnnotation(SipApplication.class)),
                        Optional.ofNullable(type.getPackage().getAnnotation(SipApplication.class)))
                .flatMap(Optional::stream);
    }

    private static Stream<SipServletInfo> servletOf(Class<?> type) {
        var annotation = type.getAnnotation(javax.servlet.sip.annotation.SipServlet.class);
        if (annotation == null) {
            return Stream.empty();
        }
        String name = annotation.name().isEmpty() ? type.getSimpleName() : annotation.name();
        return Stream.of(new SipServletInfo(name, type.asSubclass(SipServlet.class), annotation.loadOnStartup()));
    }
}
