package org.ssms.sip.container.application;

import java.lang.reflect.Method;
import javax.servlet.sip.SipServletRequest;
import org.jspecify.annotations.Nullable;
import org.mobicents.servlet.sip.message.SipServletRequestImpl;

/**
 * Stands between the dispatcher and the {@code @SipApplicationKey} methods. The dispatcher calls a static method
 * itself, outside the application's contexts, and cannot call one of a servlet instance that is wrapped, as ours are.
 */
public final class ApplicationKeys {
    /** What the dispatcher is told to call: {@link #keyOf}. */
    static final Method METHOD = method();

    private ApplicationKeys() {}

    /** Asks the application that the router chose; called by the dispatcher. */
    public static @Nullable String keyOf(SipServletRequest request) throws Exception {
        return CurrentApplication.named(((SipServletRequestImpl) request).getCurrentApplicationName())
                .keyOf(request);
    }

    private static Method method() {
        try {
            return ApplicationKeys.class.getMethod("keyOf", SipServletRequest.class);
        } catch (NoSuchMethodException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
