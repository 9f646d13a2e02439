package org.ssms.identity.stir;

import java.security.cert.Certificate;
import java.security.cert.PKIXCertPathChecker;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells the path validation that we know TNAuthList, should it be marked critical; {@link TnAuthList} reads it. */
final class TnAuthListChecker extends PKIXCertPathChecker {
    @Override
    public void init(boolean forward) {}

    @Override
    public boolean isForwardCheckingSupported() {
        return true;
    }

    @Override
    public Set<String> getSupportedExtensions() {
        return Set.of(TnAuthList.OID);
    }

    @Override
    public void check(Certificate certificate, @Nullable Collection<String> unresolved) {
        if (unresolved != null) {
            unresolved.remove(TnAuthList.OID);
        }
    }
}
