package org.ssms.identity;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.ssms.base.config.ConfigException;
import org.ssms.identity.stir.StiCertificates;
import org.ssms.identity.stir.StiRoots;

/** Sets up the verification of caller signatures from the configuration. */
@ApplicationScoped
@ManagedExecutorDefinition(name = CallerSignatures.WORKERS, maxAsync = 4)
public class CallerSignatures {
    /** Threads of their own: certificates that do not come must not take anybody else's. */
    static final String WORKERS = "java:app/concurrent/SsmsCertificates";

    @Resource(lookup = WORKERS)
    private ManagedExecutorService workers;

    @Produces
    @Singleton
    StiCertificates certificates(IdentityConfig config, Clock clock) {
        IdentityConfig.Stir stir = config.stir();
        return new StiCertificates(roots(stir), stir.x5uHosts(), stir.fetchTimeout(), clock, workers);
    }

    private static StiRoots roots(IdentityConfig.Stir stir) {
        @Nullable Path truststore = stir.truststore();
        @Nullable Path passwordFile = stir.truststorePasswordFile();
        if (truststore == null || passwordFile == null) {
            return StiRoots.none();
        }
        char[] password;
        try {
            password = Files.readString(passwordFile).strip().toCharArray();
        } catch (IOException e) {
            throw new ConfigException(IdentityConfig.TRUSTSTORE_PASSWORD_FILE, "cannot be read: " + passwordFile);
        }
        try {
            return StiRoots.load(truststore, password);
        } catch (IOException e) {
            throw new ConfigException(IdentityConfig.TRUSTSTORE, "cannot be used: " + e.getMessage());
        } finally {
            Arrays.fill(password, ' ');
        }
    }
}
