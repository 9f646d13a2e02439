package org.ssms.license;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.ssms.protect.key.KeyEncryptionKey;
import org.ssms.protect.key.KeyUnwrapException;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;

/** Ready when the database answers and the key encryption key wraps and unwraps. Tells no cause: anybody may ask. */
@Readiness
@ApplicationScoped
public class LicenseReadiness implements HealthCheck {
    private static final String NAME = "license-server";

    private final SecureRandom random = new SecureRandom();

    @Inject
    private StoredKeys keys;

    @Inject
    private KeyEncryptionKey kek;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named(NAME).status(isReady()).build();
    }

    boolean isReady() {
        return isDatabaseUp() && isKekUsable();
    }

    private boolean isDatabaseUp() {
        try {
            keys.probe();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private boolean isKekUsable() {
        MessageId id = MessageId.generate(random);
        try (MessageKey probe = MessageKey.generate(random);
                MessageKey opened = kek.unwrap(kek.wrap(probe, id), probe.id(), id)) {
            return opened.id().equals(probe.id());
        } catch (KeyUnwrapException | RuntimeException e) {
            return false;
        }
    }
}
