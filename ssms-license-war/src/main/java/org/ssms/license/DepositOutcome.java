package org.ssms.license;

/** What became of a deposit. */
public enum DepositOutcome {
    STORED,
    /** The same deposit was stored before: sent twice, done once. */
    STORED_BEFORE,
    /** The KID or message id is taken by another key; nothing changed. */
    CONFLICT
}
