package org.ssms.sip.container.application;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import javax.servlet.sip.SipServletMessage;
import org.jspecify.annotations.Nullable;

/** The web application's servlet context as its SIP servlets see it: named dispatchers lead to SIP servlets, too. */
final class SipServletContext {
    private SipServletContext() {}

    static ServletContext of(ServletContext web, SipApplicationContext application) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("getNamedDispatcher")
                    && application.findSipServletByName((String) arguments[0]) instanceof ServletHolder servlet) {
                return new Dispatcher(servlet);
            }
            if (method.getName().equals("equals")) {
                return proxy == arguments[0];
            }
            try {
                return method.invoke(web, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (ServletContext) Proxy.newProxyInstance(
                SipServletContext.class.getClassLoader(), new Class<?>[] {ServletContext.class}, handler);
    }

    /**
     * Hands a message to another SIP servlet of the application, inside the callback that has it; what follows in its
     * session goes there as well.
     */
    private record Dispatcher(ServletHolder holder) implements RequestDispatcher {
        /** One of the two is null. */
        @Override
        public void forward(@Nullable ServletRequest request, @Nullable ServletResponse response)
                throws ServletException, IOException {
            Servlet servlet = holder.servlet();
            if ((request == null ? response : request) instanceof SipServletMessage message) {
                message.getSession().setHandler(holder.getServletName());
            }
            servlet.service(request, response);
        }

        @Override
        public void include(@Nullable ServletRequest request, @Nullable ServletResponse response) {
            throw new UnsupportedOperationException("a SIP message is forwarded, not included");
        }
    }
}
