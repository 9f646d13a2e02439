package org.ssms.license.rest;

import java.security.Principal;
import org.ssms.license.session.Session;

/** The user of a session, as the principal of a request. Prints no token. */
record SignedIn(Session session) implements Principal {
    @Override
    public String getName() {
        return session.username();
    }

    @Override
    public String toString() {
        return session.toString();
    }
}
