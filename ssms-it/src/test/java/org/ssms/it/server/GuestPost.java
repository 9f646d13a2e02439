package org.ssms.it.server;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ssms.it.Await;

/** What a guest finds in his mail. Each test has an address of its own. */
public record GuestPost(String address) {
    private static final Duration ARRIVAL = Duration.ofSeconds(30);
    private static final Pattern LINK = Pattern.compile("(https?://\\S+/guest\\.xhtml\\?id=([0-9a-f-]{36}))");
    private static final Pattern CODE = Pattern.compile("Your code: ([0-9]{4}) ([0-9]{4})\\s");

    /** The text of the invitation, awaited. */
    public String invitation() {
        return await("an invitation", 1, "has forwarded a voice message to you").get(0);
    }

    /** The link of the invitation. */
    public String link() {
        return found(LINK, invitation()).group(1);
    }

    /** Its id. */
    public String id() {
        return found(LINK, invitation()).group(2);
    }

    /** The digits of the code that came as the {@code count}th, awaited. */
    public String code(int count) {
        List<String> mails = await("a code", count, "Your code:");
        Matcher code = found(CODE, mails.get(count - 1));
        return code.group(1) + code.group(2);
    }

    /** How many codes have come so far. */
    public int codes() throws MessagingException, IOException {
        return texts("Your code:").size();
    }

    private List<String> await(String what, int count, String phrase) {
        return Await.until(what + " for " + address, ARRIVAL, () -> {
            List<String> texts = texts(phrase);
            return texts.size() < count ? Optional.empty() : Optional.of(texts);
        });
    }

    private List<String> texts(String phrase) throws MessagingException, IOException {
        List<String> texts = new ArrayList<>();
        for (MimeMessage mail : Post.to(address)) {
            String text = textOf(mail);
            if (text.contains(phrase)) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** With a file beside it, the first part. */
    private static String textOf(MimeMessage mail) throws MessagingException, IOException {
        return String.valueOf(
                mail.getContent() instanceof MimeMultipart parts
                        ? parts.getBodyPart(0).getContent()
                        : mail.getContent());
    }

    /** The file that the invitation brought. */
    public BodyPart file() throws MessagingException, IOException {
        invitation();
        for (MimeMessage mail : Post.to(address)) {
            if (mail.getContent() instanceof MimeMultipart parts) {
                return parts.getBodyPart(1);
            }
        }
        throw new AssertionError("no mail with a file for " + address);
    }

    private static Matcher found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in " + text);
        }
        return matcher;
    }
}
