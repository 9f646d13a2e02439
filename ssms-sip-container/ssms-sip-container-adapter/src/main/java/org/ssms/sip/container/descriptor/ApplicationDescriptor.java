package org.ssms.sip.container.descriptor;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.annotation.SipApplication;
import javax.servlet.sip.annotation.SipApplicationKey;
import javax.servlet.sip.annotation.SipListener;

/**
 * The SIP side of a web application: its annotations, and over them its {@code sip.xml} (JSR 289 §18, §19).
 *
 * @param name name of the SIP application; the display name or context path of the WAR when none is given
 * @param mainServlet gets every initial request; empty when there is only one servlet, or with mappings
 * @param mappings tried in order when there is no main servlet
 * @param sessionMinutes life of an idle application session in minutes, 0 or less for ever
 * @param proxySeconds seconds until a proxied branch is given up, 0 or less for the default
 * @param keyMethod {@code @SipApplicationKey} method, static or of one of the servlets
 */
public record ApplicationDescriptor(
        String name,
        Optional<String> mainServlet,
        List<ServletMapping> mappings,
        int sessionMinutes,
        int proxySeconds,
        List<SipServletInfo> servlets,
        List<Class<?>> listeners,
        Optional<Method> keyMethod) {
    private static final int DEFAULT_SESSION_MINUTES = 3;

    /** A servlet, named by {@code @SipServlet} or {@code sip.xml}. */
    public record SipServletInfo(
            String name, Class<? extends SipServlet> type, int loadOnStartup, Map<String, String> parameters) {}

    /**
     * Joins both sources; {@code sip.xml} wins.
     *
     * @param annotated classes with SIP annotations
     * @param loader of the web application
     * @param defaultName used when neither source has a name
     * @throws InvalidDescriptorException when they contradict each other, or name a class that is not there
     */
    public static ApplicationDescriptor of(
            Collection<Class<?>> annotated, SipXml xml, ClassLoader loader, String defaultName) {
        List<Class<?>> classes = xml.metadataComplete() ? List.of() : List.copyOf(annotated);
        Optional<SipApplication> application = applicationOf(classes);
        Map<String, SipServletInfo> servlets = servlets(classes, xml, loader);
        Optional<String> mainServlet = xml.mappings().isEmpty()
                ? xml.mainServlet().or(() -> application.map(SipApplication::mainServlet))
                : Optional.empty();
        ApplicationDescriptor descriptor = new ApplicationDescriptor(
                xml.applicationName()
                        .or(() -> application.map(SipApplication::name))
                        .filter(n -> !n.isEmpty())
                        .orElse(defaultName),
                mainServlet.filter(n -> !n.isEmpty()),
                xml.mappings(),
                xml.sessionMinutes()
                        .or(() -> application.map(SipApplication::sessionTimeout))
                        .orElse(DEFAULT_SESSION_MINUTES),
                xml.proxySeconds()
                        .or(() -> application.map(SipApplication::proxyTimeout))
                        .orElse(0),
                List.copyOf(servlets.values()),
                listeners(classes, xml, loader),
                keyMethod(classes));
        descriptor.checkSelection(servlets.keySet());
        return descriptor;
    }

    /** {@code @SipApplication} stands on a package ({@code package-info}) or, for convenience, on a class. */
    private static Optional<SipApplication> applicationOf(Collection<Class<?>> classes) {
        Map<String, SipApplication> found = classes.stream()
                .flatMap(c -> Stream.of(
                        Optional.ofNullable(c.getAnnotation(SipApplication.class)),
                        Optional.ofNullable(c.getPackage().getAnnotation(SipApplication.class))))
                .flatMap(Optional::stream)
                .collect(Collectors.toMap(SipApplication::name, a -> a, (a, same) -> a, LinkedHashMap::new));
        if (found.size() > 1) {
            throw new InvalidDescriptorException(
                    "a WAR has one @SipApplication, here are " + String.join(", ", found.keySet()));
        }
        return found.values().stream().findFirst();
    }

    private static Map<String, SipServletInfo> servlets(Collection<Class<?>> classes, SipXml xml, ClassLoader loader) {
        Map<String, SipServletInfo> servlets = new LinkedHashMap<>();
        classes.stream().flatMap(ApplicationDescriptor::servletOf).forEach(s -> servlets.put(s.name(), s));
        for (SipXml.Servlet servlet : xml.servlets()) {
            Class<?> type = load(servlet.className(), loader, "servlet-class");
            if (!SipServlet.class.isAssignableFrom(type)) {
                throw new InvalidDescriptorException(
                        SipXml.PATH + ": <servlet-class> " + servlet.className() + " is no SIP servlet");
            }
            servlets.put(
                    servlet.name(),
                    new SipServletInfo(
                            servlet.name(),
                            type.asSubclass(SipServlet.class),
                            servlet.loadOnStartup(),
                            servlet.parameters()));
        }
        return servlets;
    }

    private static Stream<SipServletInfo> servletOf(Class<?> type) {
        var annotation = type.getAnnotation(javax.servlet.sip.annotation.SipServlet.class);
        if (annotation == null) {
            return Stream.empty();
        }
        String name = annotation.name().isEmpty() ? type.getSimpleName() : annotation.name();
        return Stream.of(
                new SipServletInfo(name, type.asSubclass(SipServlet.class), annotation.loadOnStartup(), Map.of()));
    }

    private static List<Class<?>> listeners(Collection<Class<?>> classes, SipXml xml, ClassLoader loader) {
        Set<Class<?>> listeners = new LinkedHashSet<>();
        classes.stream().filter(c -> c.isAnnotationPresent(SipListener.class)).forEach(listeners::add);
        xml.listeners().forEach(name -> listeners.add(load(name, loader, "listener-class")));
        return List.copyOf(listeners);
    }

    private static Class<?> load(String name, ClassLoader loader, String element) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new InvalidDescriptorException(SipXml.PATH + ": <" + element + "> " + name + " is not there", e);
        }
    }

    private static Optional<Method> keyMethod(Collection<Class<?>> classes) {
        Optional<Method> method = classes.stream()
                .flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
                .filter(m -> m.isAnnotationPresent(SipApplicationKey.class))
                .findFirst();
        method.filter(m -> !isKeyMethod(m)).ifPresent(m -> {
            throw new InvalidDescriptorException(
                    "@SipApplicationKey: " + m + " is not public String (SipServletRequest)");
        });
        return method;
    }

    private static boolean isKeyMethod(Method method) {
        return Modifier.isPublic(method.getModifiers())
                && method.getReturnType() == String.class
                && Arrays.equals(method.getParameterTypes(), new Class<?>[] {SipServletRequest.class});
    }

    private void checkSelection(Set<String> servletNames) {
        Stream.concat(mainServlet.stream(), mappings.stream().map(ServletMapping::getServletName))
                .filter(selected -> !servletNames.contains(selected))
                .findFirst()
                .ifPresent(missing -> {
                    throw refused("there is no SIP servlet '" + missing + "', only " + servletNames);
                });
        if (servletNames.size() > 1 && mainServlet.isEmpty() && mappings.isEmpty()) {
            throw refused("which of " + servletNames + " is the main servlet?");
        }
    }

    private InvalidDescriptorException refused(String problem) {
        return new InvalidDescriptorException("SIP application " + name + ": " + problem);
    }
}
