package org.ssms.license;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.protect.key.ServiceKeyHash;

/** Tells media nodes from others. */
@Stateless
public class ServiceAccess {
    @Inject
    private ServiceKeyHash serviceKey;

    @Inject
    private SecurityAudit security;

    @Inject
    private AuditLog audit;

    /** Whether this {@code Authorization} header proves the service key; a wrong one is recorded. */
    public boolean isProvedBy(@Nullable String authorization, String address) {
        boolean proved = serviceKey.matches(authorization);
        if (!proved
                && authorization != null
                && security.refused(Asker.of(Door.LICENSE, address), "service-key", null, "wrong")) {
            audit.record(AuditEntry.refused(AuditEvent.SERVICE, new Origin(null, address), Reason.WRONG_SERVICE_KEY));
        }
        return proved;
    }
}
