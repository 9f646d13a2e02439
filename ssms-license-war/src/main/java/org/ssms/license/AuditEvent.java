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
    LOGIN,
    LOGOUT,
    /** A token was presented that is forged, expired or given back. */
    TOKEN,
    /** A media node presented a wrong service key. */
    SERVICE
}
