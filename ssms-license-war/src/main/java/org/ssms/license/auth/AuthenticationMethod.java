package org.ssms.license.auth;

import java.util.Optional;
import org.ssms.protect.digest.MalformedCredentialsException;

/**
 * One way to prove who somebody is: a challenge, and what is made of the response to it. A wrong proof, an account that
 * does not exist and one that is disabled get the same answer after the same dear work, which is what takes a processor
 * and no read of a row. Thread-safe.
 */
public interface AuthenticationMethod {
    /**
     * The value of a WWW-Authenticate header field (RFC 9110 §11.6.1); empty when it takes none to be asked.
     *
     * @param address of the asker; the challenge is good for it alone
     * @param stale whether the asker may try again without asking a person for anything
     */
    Optional<String> challenge(String address, boolean stale);

    /** Whether a request brings a response of this kind. */
    boolean isUsedBy(Evidence evidence);

    /**
     * Looks at a response of this kind. Waits for the database, and for a processor where the check is dear.
     *
     * @throws MalformedCredentialsException when it cannot be read
     */
    Authentication verify(Evidence evidence) throws MalformedCredentialsException;
}
