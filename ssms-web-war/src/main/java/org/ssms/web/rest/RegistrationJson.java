package org.ssms.web.rest;

import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.ssms.location.Contact;

/**
 * A registered phone on the wire.
 *
 * @param q preference, 0 to 1
 * @param from address and port from which it registered
 */
@Schema(name = "Registration")
public record RegistrationJson(
        @Schema(example = "sip:alice@192.0.2.7:5060") String contact,
        @Schema(example = "1.0") double q,

        @Schema(enumeration = {"udp", "tcp", "tls", "ws", "wss"})
        String transport,

        @Schema(example = "192.0.2.7:5060") String from,
        Instant expiresAt) {
    private static final double THOUSAND = 1000;

    static RegistrationJson of(Contact contact) {
        String address = contact.flow().address();
        return new RegistrationJson(
                contact.uri(),
                contact.qMillis() / THOUSAND,
                contact.flow().transport().toLowerCase(Locale.ROOT),
                (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":"
                        + contact.flow().port(),
                contact.expiresAt());
    }
}
