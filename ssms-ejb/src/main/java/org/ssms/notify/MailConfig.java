package org.ssms.notify;

import java.net.URI;
import org.ssms.base.config.ConfigValues;
import org.ssms.protect.key.MessageId;

/**
 * What an operator may set about the notification by e-mail.
 *
 * @param perUser mails about one mailbox in an hour
 * @param webUrl base of the links
 */
public record MailConfig(boolean enabled, String from, int perUser, URI webUrl) {
    public static MailConfig from(ConfigValues in) {
        return new MailConfig(
                in.flag("ssms.mail.enabled"),
                in.mailAddress("ssms.mail.from"),
                in.number("ssms.quota.mails-per-user", 1, 1_000_000),
                in.httpUrl("ssms.web.url"));
    }

    /** Where a message is played. Carries its id, which gives no right. */
    public String playLink(MessageId id) {
        String base = webUrl.toString();
        return (base.endsWith("/") ? base : base + "/") + "play.xhtml?id=" + id;
    }
}
