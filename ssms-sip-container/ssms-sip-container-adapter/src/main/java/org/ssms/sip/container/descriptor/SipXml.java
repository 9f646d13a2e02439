package org.ssms.sip.container.descriptor;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * The deployment descriptor {@code WEB-INF/sip.xml} (JSR 289 §19, version 1.0 and 1.1). An element that is not
 * understood is an error and never skipped: a security constraint that does nothing would be worse than none.
 */
public final class SipXml {
    /** Where the file lies in a web application. */
    public static final String PATH = "/WEB-INF/sip.xml";

    private final List<Servlet> servlets = new ArrayList<>();
    private final List<String> listeners = new ArrayList<>();
    private final List<ServletMapping> mappings = new ArrayList<>();
    private final Map<String, String> contextParameters = new LinkedHashMap<>();
    private boolean metadataComplete;
    private @Nullable String applicationName;
    private @Nullable String mainServlet;
    private @Nullable Integer sessionMinutes;
    private @Nullable Integer proxySeconds;

    /** A {@code <servlet>}. */
    record Servlet(String name, String className, int loadOnStartup, Map<String, String> parameters) {}

    private SipXml() {}

    /** The descriptor of an application that has no such file. */
    public static SipXml absent() {
        return new SipXml();
    }

    /**
     * Reads the file; the caller closes it.
     *
     * @throws InvalidDescriptorException naming the element that cannot be used
     */
    public static SipXml read(InputStream in) throws IOException {
        SipXml descriptor = new SipXml();
        try {
            Element root = Xml.root(in);
            if (!Xml.name(root).equals("sip-app")) {
                throw new InvalidDescriptorException("the root is <" + Xml.name(root) + "> and not <sip-app>");
            }
            descriptor.metadataComplete = Boolean.parseBoolean(root.getAttribute("metadata-complete"));
            Xml.children(root).forEach(descriptor::add);
            descriptor.check();
        } catch (InvalidDescriptorException e) {
            throw new InvalidDescriptorException(PATH + ": " + e.getMessage(), e);
        }
        return descriptor;
    }

    private void add(Element element) {
        switch (Xml.name(element)) {
            case "app-name" -> applicationName = Xml.text(element);
            case "servlet" -> servlets.add(servlet(element));
            case "servlet-selection" -> Xml.children(element).forEach(this::addSelection);
            case "main-servlet", "servlet-mapping" -> addSelection(element);
            case "listener" -> listeners.add(Xml.required(element, "listener-class"));
            case "context-param" -> contextParameters.putAll(parameter(element));
            case "session-config" -> sessionMinutes = only(element, "session-timeout");
            case "proxy-config" -> proxySeconds = only(element, "proxy-timeout", "sequential-search-timeout");
            case "description", "display-name", "icon", "distributable" -> {} // say nothing to this container
            default -> throw new InvalidDescriptorException("<" + Xml.name(element) + "> is not supported");
        }
    }

    private void addSelection(Element element) {
        switch (Xml.name(element)) {
            case "main-servlet" -> mainServlet = Xml.text(element);
            case "servlet-mapping" -> mappings.add(mapping(element));
            default -> throw new InvalidDescriptorException("<" + Xml.name(element) + "> selects no servlet");
        }
    }

    private static ServletMapping mapping(Element element) {
        List<Element> patterns = Xml.children(element, "pattern");
        if (patterns.size() != 1) {
            throw new InvalidDescriptorException("<servlet-mapping> needs one <pattern>");
        }
        return new ServletMapping(Xml.required(element, "servlet-name"), MappingRule.of(patterns.get(0)));
    }

    private static Servlet servlet(Element element) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Xml.children(element, "init-param").forEach(p -> parameters.putAll(parameter(p)));
        int loadOnStartup = Xml.children(element, "load-on-startup").stream()
                .map(Xml::number)
                .findFirst()
                .orElse(-1);
        return new Servlet(
                Xml.required(element, "servlet-name"),
                Xml.required(element, "servlet-class"),
                loadOnStartup,
                Map.copyOf(parameters));
    }

    private static Map<String, String> parameter(Element element) {
        return Map.of(Xml.required(element, "param-name"), Xml.required(element, "param-value"));
    }

    private static int only(Element element, String... names) {
        List<Element> children = Xml.children(element);
        if (children.size() != 1 || !List.of(names).contains(Xml.name(children.get(0)))) {
            throw new InvalidDescriptorException("<" + Xml.name(element) + "> needs one <" + names[0] + ">");
        }
        return Xml.number(children.get(0));
    }

    private void check() {
        if (mainServlet != null && !mappings.isEmpty()) {
            throw new InvalidDescriptorException("<main-servlet> and <servlet-mapping> exclude each other");
        }
    }

    /** True when annotations are not to be read. */
    public boolean metadataComplete() {
        return metadataComplete;
    }

    /** To be made init parameters of the servlet context, unless {@code web.xml} has them. */
    public Map<String, String> contextParameters() {
        return contextParameters;
    }

    Optional<String> applicationName() {
        return Optional.ofNullable(applicationName);
    }

    Optional<String> mainServlet() {
        return Optional.ofNullable(mainServlet);
    }

    Optional<Integer> sessionMinutes() {
        return Optional.ofNullable(sessionMinutes);
    }

    Optional<Integer> proxySeconds() {
        return Optional.ofNullable(proxySeconds);
    }

    List<Servlet> servlets() {
        return servlets;
    }

    List<String> listeners() {
        return listeners;
    }

    List<ServletMapping> mappings() {
        return mappings;
    }
}
