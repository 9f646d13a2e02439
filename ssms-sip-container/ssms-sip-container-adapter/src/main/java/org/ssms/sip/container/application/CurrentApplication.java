package org.ssms.sip.container.application;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The SIP application of this class loader. The container's jars lie in WEB-INF/lib, so there is exactly one; CDI
 * producers have no other way to it than a static one.
 */
public final class CurrentApplication {
    private static final AtomicReference<@Nullable SipApplicationContext> CURRENT = new AtomicReference<>();

    private CurrentApplication() {}

    /**
     * The running application.
     *
     * @throws IllegalStateException before the web application's context listeners have run, and after its end
     */
    public static SipApplicationContext get() {
        SipApplicationContext application = CURRENT.get();
        if (application == null) {
            throw new IllegalStateException("the SIP container of this web application is not running (yet)");
        }
        return application;
    }

    public static void set(@Nullable SipApplicationContext application) {
        CURRENT.set(application);
    }
}
