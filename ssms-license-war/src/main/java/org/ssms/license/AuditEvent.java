package org.ssms.license;

/** What was decided. */
public enum AuditEvent {
    /** A message key was deposited. */
    DEPOSIT,
    /** The hash of a recording's manifest was registered. */
    MANIFEST,
    /** A message key was destroyed. */
    DESTRUCTION,
    LICENSE,
    /** A holder made a grant for somebody else. */
    FORWARD,
    /** A grant, and all below, was taken back by who stands above it. */
    REVOCATION,
    RIGHTS_SHOWN,
    /** A holder narrowed his own rights and those below, or the sender changed the owner's, also while he spoke. */
    RIGHTS_CHANGED,
    /** A player says that what it has a license for began, */
    PLAY_STARTED,
    /** ended, */
    PLAY_ENDED,
    /** or never began; or the node is dead that should have been told. */
    PLAY_RETURNED,
    /** One that had been given back began nevertheless, and is counted again. */
    PLAY_RESUMED,
    /** The sender took a message back. */
    RECALL,
    /** A user looked at what he has decided beforehand. */
    DEFAULTS_SHOWN,
    DEFAULTS_CHANGED,
    LOGIN,
    LOGOUT,
    /**
     * A token was presented that is forged, expired or given back, or without a proof of the key that it is bound to.
     */
    TOKEN,
    /** A media node presented a wrong service key. */
    SERVICE,
    /** A session that is used got a later token. */
    RENEWAL,
    /** Somebody asked that a code be mailed to a guest. */
    GUEST_CODE,
    /** Somebody without an account presented the control code of a message, or a wrong one. */
    CONTROL,
    /** Who listens by phone said his PIN, or a wrong one. */
    PIN_LOGIN,
    /** A user set his PIN, */
    PIN_SET,
    /** or removed it. */
    PIN_REMOVED,
    /** An operator made an account, */
    ACCOUNT_CREATED,
    /** lets its owner in again, */
    ACCOUNT_ENABLED,
    /** or not; */
    ACCOUNT_DISABLED,
    /** or deleted it; */
    ACCOUNT_DELETED,
    /** or took its password away and gave a secret to set another one. */
    PASSWORD_RESET,
    /** A user set his password. */
    PASSWORD_SET,
    /** The key of a greeting was deposited, */
    GREETING_DEPOSIT,
    /** given to a media node to play it, */
    GREETING_OPENED,
    /** or destroyed. */
    GREETING_DESTROYED,
    /** The operator's list brought an account, */
    ACCOUNT_MADE,
    /** or another password for one. */
    ACCOUNT_CHANGED,
    /** From the next head of the audit on another key signs; its thumbprint is the recipient. */
    AUDIT_KEY,
    /** Somebody has altered the audit in the database; what he did is the recipient. */
    AUDIT_ALTERED
}
