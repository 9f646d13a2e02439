package org.ssms.guard.login;

import java.util.Locale;

/** Where somebody proves who he is. */
public enum Door {
    /** A program with name and password in every request. */
    BASIC,
    /** The login page. */
    FORM,
    /** A mail client, by POP3 or IMAP. */
    MAIL,
    /** A program with a session token at the mailbox. */
    BEARER,
    /** The license server's sessions. */
    LICENSE,
    /** A bind at the license server's door of LDAP. */
    LDAP,
    /** Management and JMX. */
    MANAGEMENT,
    /** Operators, where accounts are kept. */
    OPERATOR,
    /** Whoever sets his first password, by the secret that an operator has given him. */
    FIRST_LOGIN,
    /** Whoever listens by phone, by his PIN. */
    PIN,
    /** Whoever wants a new phone password. */
    PHONE_PASSWORD,
    /** Telephones and callers, by digest. */
    SIP,
    /** A log-in that names no address: from inside the application server. */
    INSIDE;

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
