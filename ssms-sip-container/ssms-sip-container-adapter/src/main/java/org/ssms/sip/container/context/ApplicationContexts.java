package org.ssms.sip.container.context;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.InjectionTarget;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Carries the web application's contexts (class loader, JNDI, security) to any thread and activates the CDI request
 * scope there. SIP callbacks arrive on threads of the stack, of timers and of pools; through here they all look alike
 * to the application. Safe for use by any thread.
 */
public final class ApplicationContexts {
    /** What waits for the end of the callback that this thread is in; null outside one. */
    private static final ThreadLocal<@Nullable Deque<Runnable>> AT_END = new ThreadLocal<>();

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
        if (AT_END.get() != null) {
            runInside(body);
            return;
        }
        Deque<Runnable> atEnd = new ArrayDeque<>();
        AT_END.set(atEnd);
        try {
            runInside(body);
        } finally {
            AT_END.remove(); // a value left on a thread of the server would hold the application's class loader
            atEnd.forEach(Runnable::run);
        }
    }

    /**
     * Has {@code action}, which must not throw, done when the callback ends that this thread is in.
     *
     * @return false when it is in none, and nothing was noted
     */
    public boolean atEnd(Runnable action) {
        Deque<Runnable> callback = AT_END.get();
        return callback != null && callback.add(action);
    }

    private void runInside(Body body) throws Exception {
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

    /**
     * Creates an object with {@code @Inject}, {@code @EJB} and {@code @Resource} done, that of the SIP container's own
     * types as well, and {@code @PostConstruct} called.
     */
    public <T> Instance<T> create(Class<T> type) throws Exception {
        InjectionTarget<T> target = beans.getInjectionTargetFactory(
                        SipResources.injected(beans.createAnnotatedType(type)))
                .createInjectionTarget(null);
        CreationalContext<T> creation = beans.createCreationalContext(null);
        AtomicReference<T> made = new AtomicReference<>();
        run(() -> {
            T object = target.produce(creation);
            made.set(object);
            target.inject(object, creation);
            target.postConstruct(object);
        });
        T object = Objects.requireNonNull(made.get());
        return new Instance<>(object, () -> {
            target.preDestroy(object);
            target.dispose(object);
            creation.release();
        });
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
