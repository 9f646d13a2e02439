package org.ssms.web.page;

import java.time.temporal.ChronoUnit;
import org.ssms.location.Contact;

/**
 * A registered phone as the page shows it.
 *
 * @param way transport, address and port it registered from
 * @param expiresAt ISO 8601, whole seconds
 */
public record PhoneRow(String contact, String way, String expiresAt) {
    static PhoneRow of(Contact contact) {
        String address = contact.flow().address();
        return new PhoneRow(
                contact.uri(),
                contact.flow().transport() + ", " + (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":"
                        + contact.flow().port(),
                contact.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
