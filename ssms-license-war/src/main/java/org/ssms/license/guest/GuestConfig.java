package org.ssms.license.guest;

import java.net.URI;
import org.ssms.base.config.ConfigValues;

/**
 * What an operator may set about guests.
 *
 * @param enabled whether a message may be forwarded to a mail address
 * @param from sender of the mails
 * @param webUrl base of the links
 * @param mailsPerHour to all guests together
 */
public record GuestConfig(boolean enabled, String from, URI webUrl, int mailsPerHour) {
    public static GuestConfig from(ConfigValues in) {
        return new GuestConfig(
                in.flag("ssms.license.guests.enabled"),
                in.mailAddress("ssms.license.guests.mail-from"),
                in.httpUrl("ssms.license.guests.url"),
                in.number("ssms.license.guests.mails-per-hour", 1, 1_000_000));
    }
}
