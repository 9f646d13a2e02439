package org.ssms.sip.container.application;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.sip.SipServletRequest;
import org.jspecify.annotations.Nullable;
import org.mobicents.servlet.sip.annotation.ConcurrencyControlMode;
import org.mobicents.servlet.sip.core.MobicentsSipServlet;
import org.mobicents.servlet.sip.core.SipContext;
import org.mobicents.servlet.sip.core.descriptor.MobicentsSipServletMapping;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletRequest;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletResponse;
import org.mobicents.servlet.sip.core.security.MobicentsSipLoginConfig;
import org.mobicents.servlet.sip.ruby.SipRubyController;

/**
 * The settings of a SIP application that {@link SipContext} exposes one by one, and its fixed answers: no HA, no login
 * configuration, no Ruby. What the application does is in {@link SipApplicationContext}.
 */
abstract class ApplicationState implements SipContext {
    private static final int DEFAULT_PROXY_SECONDS = 180;

    private final Map<String, MobicentsSipServlet> servlets = new ConcurrentHashMap<>();
    private final List<MobicentsSipServletMapping> mappings = new ArrayList<>();
    private final List<String> listenerNames = new ArrayList<>();
    private String applicationName;
    private @Nullable String description;
    private @Nullable String largeIcon;
    private @Nullable String smallIcon;
    private @Nullable String mainServlet;
    private @Nullable String servletHandler;
    private @Nullable Method keyMethod;
    private @Nullable MobicentsSipLoginConfig loginConfig;
    private @Nullable ConcurrencyControlMode concurrency;
    private boolean hasMainServlet;
    private int proxyTimeout = DEFAULT_PROXY_SECONDS;
    private int sessionTimeout;

    ApplicationState(String applicationName) {
        this.applicationName = applicationName;
    }

    @Override
    public String getApplicationName() {
        return applicationName;
    }

    @Override
    public void setApplicationName(String name) {
        applicationName = name;
    }

    @Override
    public @Nullable String getDescription() {
        return description;
    }

    @Override
    public void setDescription(String text) {
        description = text;
    }

    @Override
    public @Nullable String getLargeIcon() {
        return largeIcon;
    }

    @Override
    public void setLargeIcon(String icon) {
        largeIcon = icon;
    }

    @Override
    public @Nullable String getSmallIcon() {
        return smallIcon;
    }

    @Override
    public void setSmallIcon(String icon) {
        smallIcon = icon;
    }

    @Override
    public boolean isMainServlet() {
        return hasMainServlet;
    }

    @Override
    public @Nullable String getMainServlet() {
        return mainServlet;
    }

    @Override
    public void setMainServlet(String name) {
        mainServlet = name;
        hasMainServlet = true;
        servletHandler = name;
    }

    @Override
    public @Nullable String getServletHandler() {
        return servletHandler;
    }

    @Override
    public void setServletHandler(String name) {
        servletHandler = name;
    }

    @Override
    public int getProxyTimeout() {
        return proxyTimeout;
    }

    @Override
    public void setProxyTimeout(int seconds) {
        proxyTimeout = seconds;
    }

    @Override
    public int getSipApplicationSessionTimeout() {
        return sessionTimeout;
    }

    @Override
    public void setSipApplicationSessionTimeout(int minutes) {
        sessionTimeout = minutes;
    }

    @Override
    public void addSipApplicationListener(String className) {
        listenerNames.add(className);
    }

    @Override
    public void removeSipApplicationListener(String className) {
        listenerNames.remove(className);
    }

    @Override
    public String[] findSipApplicationListeners() {
        return listenerNames.toArray(String[]::new);
    }

    @Override
    public @Nullable Method getSipApplicationKeyMethod() {
        return keyMethod;
    }

    @Override
    public void setSipApplicationKeyMethod(Method method) {
        keyMethod = method;
    }

    @Override
    public @Nullable MobicentsSipLoginConfig getSipLoginConfig() {
        return loginConfig;
    }

    @Override
    public void setSipLoginConfig(MobicentsSipLoginConfig config) {
        loginConfig = config;
    }

    @Override
    public void addSipServletMapping(MobicentsSipServletMapping mapping) {
        mappings.add(mapping);
        hasMainServlet = false;
        if (servletHandler == null) {
            servletHandler = mapping.getServletName();
        }
    }

    @Override
    public void removeSipServletMapping(MobicentsSipServletMapping mapping) {
        mappings.remove(mapping);
    }

    @Override
    public List<MobicentsSipServletMapping> findSipServletMappings() {
        return mappings;
    }

    @Override
    public @Nullable MobicentsSipServletMapping findSipServletMappings(SipServletRequest request) {
        return mappings.stream()
                .filter(m -> m.getMatchingRule().matches(request))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Map<String, MobicentsSipServlet> getChildrenMap() {
        return servlets;
    }

    @Override
    public @Nullable MobicentsSipServlet findSipServletByName(@Nullable String name) {
        return name == null ? null : servlets.get(name);
    }

    /**
     * Only asked for {@code @SipApplicationKey} methods on servlet instances, which {@link ApplicationKeys} calls
     * itself.
     */
    @Override
    public @Nullable MobicentsSipServlet findSipServletByClassName(String className) {
        return null;
    }

    @Override
    public @Nullable ConcurrencyControlMode getConcurrencyControlMode() {
        return concurrency;
    }

    @Override
    public void setConcurrencyControlMode(ConcurrencyControlMode mode) {
        concurrency = mode;
    }

    @Override
    public boolean hasDistributableManager() {
        return false;
    }

    @Override
    public boolean enterSipAppHa(boolean startCacheActivity) {
        return false;
    }

    @Override
    public void exitSipAppHa(
            @Nullable MobicentsSipServletRequest request,
            @Nullable MobicentsSipServletResponse response,
            boolean started) {}

    @Override
    public @Nullable String getEngineName() {
        return null;
    }

    @Override
    public @Nullable SipRubyController getSipRubyController() {
        return null;
    }

    @Override
    public void setSipRubyController(SipRubyController controller) {
        throw new UnsupportedOperationException("Ruby applications are not supported");
    }

    @Override
    public boolean isPackageProtectionEnabled() {
        return false;
    }

    /** Security constraints in sip.xml are refused at deployment: an application authenticates its callers itself. */
    @Override
    public boolean authorize(MobicentsSipServletRequest request) {
        return true;
    }

    @Override
    public void stopGracefully(long milliseconds) {}

    @Override
    public boolean isStoppingGracefully() {
        return false;
    }
}
