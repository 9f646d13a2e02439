package org.ssms.license.guest;

import java.net.URI;
import org.ssms.base.config.ConfigValues;
import org.ssms.base.http.ServerAddress;

/**
 * What an operator may set about guests.
 *
 * @param enabled whether a message may be forwarded to a mail address
 * @param from sender of the mails
 * @param webUrl base of the links
 * @param mailsPerHour to all guests together
 * @param mailbox base of the REST interface of the mailbox, which has the protected files
 * @param largestAttachment in bytes; 0: no file is attached to any mail
 */
public record GuestConfig(
        boolean enabled, String from, URI webUrl, int mailsPerHour, URI mailbox, int largestAttachment) {
    private static final String MAILBOX = "ssms.license.guests.mailbox";
    private static final int LARGEST = 100_000_000;

    public GuestConfig {
        ConfigValues.require(ServerAddress.isPrivate(mailbox), MAILBOX, "must be https, or http to this machine");
    }

    /** Whether a protected file may be attached to a mail. */
    public boolean attaches() {
        return enabled && largestAttachment > 0;
    }

    public static GuestConfig from(ConfigValues in) {
        return new GuestConfig(
                in.flag("ssms.license.guests.enabled"),
                in.mailAddress("ssms.license.guests.mail-from"),
                in.httpUrl("ssms.license.guests.url"),
                in.number("ssms.license.guests.mails-per-hour", 1, 1_000_000),
                in.httpUrl(MAILBOX),
                in.number("ssms.license.guests.largest-attachment", 0, LARGEST));
    }
}
