package org.ssms.sip.container.compat;

import java.util.Iterator;
import java.util.ServiceLoader;

/**
 * Stands in for {@code javax.imageio.spi.ServiceRegistry}, with which the dispatcher looks up its application router:
 * since JDK 9 the original refuses every service that is not Image I/O's. The transformer renames the call to here.
 */
public final class ServiceRegistry {
    private ServiceRegistry() {}

    /** Providers of {@code type} that its own class loader sees, that is those inside the same WAR. */
    public static <T> Iterator<T> lookupProviders(Class<T> type) {
        return ServiceLoader.load(type, type.getClassLoader()).iterator();
    }
}
