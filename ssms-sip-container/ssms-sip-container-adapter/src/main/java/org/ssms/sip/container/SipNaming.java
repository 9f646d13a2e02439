package org.ssms.sip.container;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Hashtable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.jspecify.annotations.Nullable;
import org.ssms.sip.container.application.CurrentApplication;
import org.ssms.sip.container.application.SipApplicationContext;

/**
 * The server's JNDI, and in it what a SIP application looks up there (JSR 289): {@code SipFactory}, {@code
 * TimerService} and {@code SipSessionsUtil} below {@code java:comp/env/sip/APPLICATION/} and {@code
 * java:app/sip/APPLICATION/}, also without the name of the application. A library cannot bind names there; the {@code
 * jndi.properties} of this jar names this class instead, which hands every other name to the server.
 */
public final class SipNaming implements InitialContextFactory {
    private static final Pattern CONTEXT =
            Pattern.compile("java:(comp|comp/env|app|module)/?|java:(comp/env|app)/sip(/[^/]+)?");
    private static final Pattern SIP_OBJECT =
            Pattern.compile("java:(?:comp/env|app)/sip/(?:(.+)/)?(SipFactory|TimerService|SipSessionsUtil)");

    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
        return context(server(environment), "");
    }

    /** Its own initial context, which it gives to everybody whose environment names no factory. */
    @SuppressWarnings({"BanJNDI", "JdkObsolete"}) // no name is looked up here; JNDI takes a Hashtable
    private static Context server(Hashtable<?, ?> environment) throws NamingException {
        Hashtable<Object, Object> rest = new Hashtable<>(environment);
        rest.remove(Context.INITIAL_CONTEXT_FACTORY, SipNaming.class.getName());
        Thread thread = Thread.currentThread();
        ClassLoader application = thread.getContextClassLoader();
        thread.setContextClassLoader(null); // which has the jndi.properties that lead here
        try {
            return new InitialContext(rest);
        } finally {
            thread.setContextClassLoader(application);
        }
    }

    /**
     * @param server null for a context that the server does not have
     * @param path what stands before the names that are looked up
     */
    private static Context context(@Nullable Context server, String path) {
        InvocationHandler handler = (proxy, method, arguments) -> switch (method.getName()) {
            case "lookup" -> lookup(server, path, String.valueOf(arguments[0]));
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> SipNaming.class.getSimpleName() + "[" + path + "]";
            default -> invoke(server, path, method, arguments);
        };
        return (Context)
                Proxy.newProxyInstance(SipNaming.class.getClassLoader(), new Class<?>[] {Context.class}, handler);
    }

    private static @Nullable Object invoke(
            @Nullable Context server, String path, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (server == null) {
            if (method.getName().equals("close")) {
                return null;
            }
            throw new NameNotFoundException(path);
        }
        try {
            return method.invoke(server, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @SuppressWarnings("BanJNDI") // the application's own look-up, handed on
    private static Object lookup(@Nullable Context server, String path, String name) throws NamingException {
        String full = path + name;
        Matcher sip = SIP_OBJECT.matcher(full);
        if (sip.matches()) {
            return object(sip.group(1), sip.group(2)).orElseThrow(() -> new NameNotFoundException(full));
        }
        boolean ours = CONTEXT.matcher(full).matches();
        try {
            if (server == null) {
                throw new NameNotFoundException(full);
            }
            Object found = server.lookup(name);
            return ours && found instanceof Context there ? context(there, directory(full)) : found;
        } catch (NameNotFoundException e) {
            if (ours) {
                return context(null, directory(full));
            }
            throw e;
        }
    }

    private static String directory(String name) {
        return name.endsWith("/") ? name : name + "/";
    }

    private static Optional<Object> object(@Nullable String application, String type) {
        try {
            SipApplicationContext found =
                    application == null ? CurrentApplication.get() : CurrentApplication.named(application);
            return Optional.of(
                    switch (type) {
                        case "SipFactory" -> found.getSipFactoryFacade();
                        case "TimerService" -> found.getTimerService();
                        default -> found.getSipSessionsUtil();
                    });
        } catch (IllegalStateException notRunning) {
            return Optional.empty();
        }
    }
}
