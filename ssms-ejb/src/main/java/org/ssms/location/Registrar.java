package org.ssms.location;

import jakarta.ejb.Stateless;
import java.util.List;

/** The registrar of RFC 3261 §10.3 and RFC 5626 §6. */
@Stateless
public class Registrar {
    /** One transaction for each REGISTER; it waits for another REGISTER of the same subscriber. */
    public RegistrationResult register(Registration registration) {
        return new RegistrationResult.Refused(503, registration.subscriber(), null);
    }

    /** What {@code subscriber} has registered now, highest q first. */
    public List<Contact> bindings(String subscriber) {
        return List.of();
    }
}
