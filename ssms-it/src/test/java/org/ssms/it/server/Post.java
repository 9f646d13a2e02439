package org.ssms.it.server;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The mail server in the test JVM that takes the notifications of the shared server. */
public final class Post {
    private static final GreenMail MAIL = start();

    private Post() {}

    private static GreenMail start() {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        return mail;
    }

    /** Lines of the ssms.properties of a server whose mail comes here. */
    public static Map<String, String> settings() {
        return Map.of(
                "ssms.mail.enabled", "true",
                "ssms.mail.host", "127.0.0.1",
                "ssms.mail.port", Integer.toString(MAIL.getSmtp().getPort()));
    }

    /** What has arrived for that address so far. */
    public static List<MimeMessage> to(String address) {
        return Stream.of(MAIL.getReceivedMessages())
                .filter(mail -> recipients(mail).contains(address))
                .toList();
    }

    private static List<String> recipients(MimeMessage mail) {
        try {
            return Stream.of(mail.getAllRecipients()).map(Object::toString).toList();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
