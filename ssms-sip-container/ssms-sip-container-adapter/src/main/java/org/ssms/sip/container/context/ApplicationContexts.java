package org.ssms.sip.container.context;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Unmanaged;
import jakarta.enterprise.inject.spi.Unmanaged.UnmanagedInstance;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Carries the web application's contexts (class loader, JNDI, security) to any thread and activates the CDI request scope
 * there. SIP callbacks arrive on threads of the stack, of timers and of pools; through here they all look alike to the
 * application. Safe for use by any thread.
 */
public final class ApplicationContexts {
    private final Executor contextual;
    private final BeanManager beans;
    private final RequestScope requestScope;

    /**
     * Captures the contexts of the calling thread, so it must be made inside the application, for example in
     * {@code contextInitialized}.
     */
    public ApplicationContexts(ContextService contexts, BeanManager beans) {
        this.contextual = contexts.currentContextExecutor();
        this.beans = beans;
        this.requestScope = new RequestScope(beans);
    }

    /** Work inside the application that may fail. */
    @FunctionalInterface
    public interface Body {
        void run() throws Exception;
    }

    /** Runs {@code body} on this thread inside the contexts and throws whatever it threw. */
    public void run(Body body) throws Exception {
        Outcome outcome = new Outcome();
        contextual.execute(() -> {
            try {
                requestScope.run(body);
            } catch (Throwable failure) { // handed to the caller below: the executor's contract has no way to throw it
                outcome.failure = failure;
            }
        });
        outcome.rethrow();
    }

    /** Creates an object with {@code @Inject}, {@code @EJB} and {@code @Resource} done and {@code @PostConstruct} called. */
    public <T> Instance<T> create(Class<T> type) throws Exception {
        UnmanagedInstance<T> unmanaged = new Unmanaged<>(beans, type).newInstance();
        run(() -> unmanaged.produce().inject().postConstruct());
        return new Instance<>(unmanaged.get(), () -> unmanaged.preDestroy().dispose());
    }

    /** {@code target} behind all the interfaces that it implements, each call made inside the contexts. */
    public Object proxy(Object target) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
                return method.invoke(target, arguments);
            }
            Outcome outcome = new Outcome();
            run(() -> {
                try {
                    outcome.result = method.invoke(target, arguments);
                } catch (InvocationTargetException failure) {
                    outcome.failure = failure.getCause();
                }
            });
            outcome.rethrow();
            return outcome.result;
        };
        Class<?>[] interfaces = interfacesOf(target.getClass()).toArray(Class<?>[]::new);
        return Proxy.newProxyInstance(target.getClass().getClassLoader(), interfaces, handler);
    }

    private static Set<Class<?>> interfacesOf(Class<?> type) {
        Set<Class<?>> interfaces = new LinkedHashSet<>();
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            interfaces.addAll(List.of(c.getInterfaces()));
        }
        return interfaces;
    }

    private static final class Outcome {
        private @Nullable Object result;
        private @Nullable Throwable failure;

        void rethrow() throws Exception {
            if (failure instanceof Exception exception) {
                throw exception;
            }
            if (failure instanceof Error error) {
                throw error;
            }
        }
    }
}
