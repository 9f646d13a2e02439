package org.ssms.license;

/** Why something was refused. Goes into the audit as it is; what the asker is told may be less. */
public enum Reason {
    /** No such key or message. */
    UNKNOWN_KEY,
    /** The key exists, the asker holds no grant for it. */
    NOT_ENTITLED,
    /** The key was destroyed. */
    DESTROYED,
    /** The recording is not finished: no manifest hash is registered yet. */
    NOT_REGISTERED,
    /** Message id and KID name different messages. */
    MISMATCH,
    REVOKED,
    NOT_YET,
    EXPIRED,
    PLAYS_EXHAUSTED,
    /** The rights ask for a protection that no license of ours can promise. */
    DRM_TOO_WEAK,
    /** The rights forbid that it is heard by phone, and the asker has said his PIN there. */
    NOT_BY_PHONE,
    /** More is asked for than the asker may give or has. */
    RIGHTS_EXCEEDED,
    /** The receiver of a forwarded message has no account here, and no mail address that may be forwarded to. */
    NO_SUBSCRIBER,
    /** As many grants were made of the message as one holder, or all, may make. */
    TOO_MANY_GRANTS,
    UNKNOWN_GRANT,
    UNKNOWN_LEASE,
    /** The play of a lease is counted for good: it began, nothing was heard of it in time, or its time is over. */
    LEASE_SETTLED,
    /** The request cannot be read. */
    MALFORMED,
    /** Something else is already stored under this KID or message id. */
    CONFLICT,
    WRONG_CREDENTIALS,
    /** Too many failures before; the credentials, or the name that is asked for, were not looked at. */
    BACK_OFF,
    INVALID_TOKEN,
    WRONG_SERVICE_KEY,
    /** What is good once was used before: a proof, or the request for a license. */
    REPLAYED,
    /** What the server had written is not what is there. */
    ALTERED
}
