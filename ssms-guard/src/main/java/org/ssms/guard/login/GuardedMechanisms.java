package org.ssms.guard.login;

import java.util.Map;
import javax.security.auth.callback.CallbackHandler;
import org.jspecify.annotations.Nullable;
import org.wildfly.security.http.HttpAuthenticationException;
import org.wildfly.security.http.HttpServerAuthenticationMechanism;
import org.wildfly.security.http.HttpServerAuthenticationMechanismFactory;
import org.wildfly.security.http.util.SecurityProviderServerMechanismFactory;

/** Elytron's own HTTP mechanisms, each with {@link GuardedMechanism} before it. */
public final class GuardedMechanisms implements HttpServerAuthenticationMechanismFactory {
    private final HttpServerAuthenticationMechanismFactory elytron = new SecurityProviderServerMechanismFactory();

    @Override
    public String[] getMechanismNames(Map<String, ?> properties) {
        return elytron.getMechanismNames(properties);
    }

    @Override
    public @Nullable HttpServerAuthenticationMechanism createAuthenticationMechanism(
            String name, Map<String, ?> properties, CallbackHandler callbacks) throws HttpAuthenticationException {
        boolean management = GuardedMechanism.door(name) == Door.MANAGEMENT;
        HttpServerAuthenticationMechanism mechanism = elytron.createAuthenticationMechanism(
                name, properties, management ? GuardedMechanism.named(callbacks) : callbacks);
        return mechanism == null ? null : new GuardedMechanism(mechanism);
    }
}
