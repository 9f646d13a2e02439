package org.ssms.identity;

import jakarta.ejb.Stateless;

/**
 * The phone passwords of the subscribers, which are not their web passwords. Stored sealed; every method joins the
 * caller's transaction or has one of its own.
 */
@Stateless
public class SipSecrets {
    /**
     * Gives the subscriber a new random phone password; the old one ends.
     *
     * @return the password in clear, for this once
     */
    public String renew(String subscriber) {
        throw new UnsupportedOperationException(subscriber);
    }

    /** Whether the subscriber has a phone password. */
    public boolean has(String subscriber) {
        return false;
    }
}
