package org.ssms.license;

import java.util.Map;

/** What an operator sees of the license server since its start. Holds no secret and no name. */
public interface LicenseServerMXBean {
    /** Whether the database answers and the key encryption key is usable. */
    boolean isReady();

    /** Message keys that are stored now and not destroyed. */
    long getKeysStored();

    /** Deposits taken, repeated ones included. */
    long getDeposits();

    long getLicensesGranted();

    /** License requests refused, by reason. */
    Map<String, Long> getLicensesRefused();

    long getLogins();

    /** Wrong user names or passwords. */
    long getLoginsFailed();

    /** Logins sent away unseen because of failures before: a rising number is somebody guessing. */
    long getLoginsBackedOff();

    /** Wrong service keys and tokens. Counted only as far as they are recorded. */
    long getCredentialsRefused();
}
