package org.ssms.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.ssms.guard.login.Doors;
import org.ssms.guard.login.SecurityAudit;

/** Brings the outside in: configuration, time, randomness and the audit. */
@ApplicationScoped
public class Environment {
    @Produces
    @Singleton
    SsmsConfig config(Config config) {
        return ConfigReader.read(key -> value(config, key));
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    SecureRandom secureRandom() {
        return new SecureRandom();
    }

    /** One for all doors of the server. */
    @Produces
    @Singleton
    SecurityAudit securityAudit() {
        return Doors.audit();
    }

    private static Optional<String> value(Config config, String key) {
        try {
            return config.getOptionalValue(key, String.class);
        } catch (NoSuchElementException e) { // an expression such as ${ssms.home} that cannot be resolved
            throw new ConfigException(key, "refers to a property that is not set");
        }
    }
}
