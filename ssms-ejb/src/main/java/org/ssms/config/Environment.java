package org.ssms.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import org.eclipse.microprofile.config.Config;
import org.ssms.base.config.ConfigValues;
import org.ssms.base.config.OperatorConfig;
import org.ssms.guard.login.AccountTable;
import org.ssms.guard.login.Doors;
import org.ssms.guard.login.Operators;
import org.ssms.guard.login.SecurityAudit;

/** Brings the outside in: configuration, time, randomness, the audit and the accounts. */
@ApplicationScoped
public class Environment {
    @Produces
    @Singleton
    ConfigValues values(Config config) {
        return new ConfigValues(key -> config.getOptionalValue(key, String.class));
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

    /** Those of management, who keep lists here; guesses count with those at every other door. */
    @Produces
    @Singleton
    Operators operators(OperatorConfig config, SecurityAudit audit, SecureRandom random) {
        return new Operators(config.users(), config.roles(), Doors.passwords(), audit, random, System::nanoTime);
    }

    /** Of the license server, as every door of this one reads them. */
    @Produces
    @Singleton
    AccountTable accounts() {
        return Doors.accounts();
    }
}
