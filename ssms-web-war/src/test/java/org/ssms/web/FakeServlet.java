package org.ssms.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request and its response for tests of filters: only what a filter of ours asks for. */
public final class FakeServlet {
    public final Map<String, String> headers = new HashMap<>();
    public final Map<String, Object> attributes = new HashMap<>();
    public String uri = "/";
    public String method = "GET";
    public @Nullable String query;
    public String host = "mail.example.org";
    public boolean secure;
    public String user = "";
    public String role = "";
    public DispatcherType dispatcher = DispatcherType.REQUEST;
    public int status = 200;
    public boolean passedOn;
    public final StringWriter body = new StringWriter();

    private final PrintWriter writer = new PrintWriter(body);

    public HttpServletRequest request() {
        return proxy(HttpServletRequest.class, (method, arguments) -> switch (method.getName()) {
            case "getRequestURI" -> uri;
            case "getContextPath" -> "";
            case "getServletPath" -> uri;
            case "getPathInfo" -> null;
            case "getMethod" -> this.method;
            case "getQueryString" -> query;
            case "getServerName" -> host;
            case "isSecure" -> secure;
            case "getUserPrincipal" -> user.isEmpty() ? null : (Principal) () -> user;
            case "isUserInRole" -> role.equals(arguments[0]);
            case "getDispatcherType" -> dispatcher;
            case "getAttribute" -> attributes.get((String) arguments[0]);
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    public HttpServletResponse response() {
        return proxy(HttpServletResponse.class, (method, arguments) -> switch (method.getName()) {
            case "setHeader" -> headers.put(((String) arguments[0]).toLowerCase(Locale.ROOT), (String) arguments[1]);
            case "setContentType" -> headers.put("content-type", (String) arguments[0]);
            case "setCharacterEncoding" -> "";
            case "setStatus", "sendError" -> setStatus((int) arguments[0]);
            case "getStatus" -> status;
            case "getWriter" -> writer;
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    public FilterChain chain() {
        return (request, response) -> {
            passedOn = true;
        };
    }

    private int setStatus(int value) {
        status = value;
        return value;
    }

    private interface Answer {
        @Nullable
        Object to(Method method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Object result = answer.to(method, arguments);
                    return method.getReturnType() == void.class ? null : result;
                }));
    }
}
