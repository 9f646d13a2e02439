package org.ssms.license;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.ssms.license.session.LoginGuard;
import org.ssms.protect.key.ServiceKeyHash;

/** Tells media nodes from others. */
@Stateless
public class ServiceAccess {
    @Inject
    private ServiceKeyHash serviceKey;

    @Inject
    private LoginGuard guard;

    @Inject
    private AuditLog audit;

    /** Whether this {@code Authorization} header proves the service key; a wrong one is recorded. */
    public boolean isProvedBy(@Nullable String authorization, String address) {
        boolean proved = serviceKey.matches(authorization);
        if (!proved && authorization != null && guard.isWorthRecording(address)) {
            audit.record(AuditEntry.refused(AuditEvent.SERVICE, new Origin(null, address), Reason.WRONG_SERVICE_KEY));
        }
        return proved;
    }
}
