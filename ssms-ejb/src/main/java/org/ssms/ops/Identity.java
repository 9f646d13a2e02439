package org.ssms.ops;

import org.ssms.identity.DigestAuthenticator;
import org.ssms.identity.PassportVerifier;

final class Identity implements IdentityMXBean {
    private final DigestAuthenticator digest;
    private final PassportVerifier passports;

    Identity(DigestAuthenticator digest, PassportVerifier passports) {
        this.digest = digest;
        this.passports = passports;
    }

    @Override
    public boolean isReady() {
        return digest.ready();
    }

    @Override
    public boolean isAlert() {
        return digest.statistics().alert();
    }

    @Override
    public long getChallenged() {
        return digest.statistics().challengedCount();
    }

    @Override
    public long getAuthenticated() {
        return digest.statistics().authenticatedCount();
    }

    @Override
    public long getFailed() {
        return digest.statistics().failedCount();
    }

    @Override
    public long getStale() {
        return digest.statistics().staleCount();
    }

    @Override
    public long getReplayed() {
        return digest.statistics().replayedCount();
    }

    @Override
    public long getMalformed() {
        return digest.statistics().malformedCount();
    }

    @Override
    public long getBackedOff() {
        return digest.statistics().backedOffCount();
    }

    @Override
    public int getWaitingUsers() {
        return digest.guard().waitingPairs();
    }

    @Override
    public int getWaitingSources() {
        return digest.guard().waitingSources();
    }

    @Override
    public long getSignaturesVerified() {
        return passports.verifiedCount();
    }

    @Override
    public long getSignaturesRefused() {
        return passports.refusedCount();
    }

    @Override
    public long getCertificatesFetched() {
        return passports.certificatesFetched();
    }
}
