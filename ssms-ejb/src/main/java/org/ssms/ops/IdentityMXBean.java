package org.ssms.ops;

/** Who authenticates at this node, and who fails: {@code org.ssms:type=Identity}. Counts since the start. */
public interface IdentityMXBean {
    /** Whether phone passwords can be read. */
    boolean isReady();

    /** Whether somebody is guessing phone passwords: 100 failures or more in this minute or in the last. */
    boolean isAlert();

    /** Requests that must authenticate and had no usable credentials: the first one of every phone. */
    long getChallenged();

    long getAuthenticated();

    /** Wrong responses, whether the user exists or not. */
    long getFailed();

    /** Challenges that were too old, from before the restart, or given to another address. */
    long getStale();

    /** Right responses that came a second time. */
    long getReplayed();

    /** Credentials that could not be read. */
    long getMalformed();

    /** Requests that were not looked at because of failures before. */
    long getBackedOff();

    /** Pairs of user and source address that must wait at this moment. */
    int getWaitingUsers();

    /** Source addresses that must wait at this moment. */
    int getWaitingSources();

    /** Calls whose signed caller identity held (RFC 8224). */
    long getSignaturesVerified();

    /** Calls whose signed caller identity did not hold or could not be verified. */
    long getSignaturesRefused();

    /** Signers' certificates asked for. */
    long getCertificatesFetched();
}
