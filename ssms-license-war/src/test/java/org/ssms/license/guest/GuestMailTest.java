package org.ssms.license.guest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ssms.protect.license.GuestAddress;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

class GuestMailTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final UUID INVITATION = UUID.fromString("0b1c2d3e-0000-4000-8000-000000000001");
    private static final GuestAddress FRIEND =
            GuestAddress.of("mailto:friend@example.com").orElseThrow();

    @Test
    void an_invitation_says_who_forwarded_what_may_be_done_and_where_in_both_languages() throws Exception {
        MimeMessage mail = render("alice", null);
        assertThat(mail.getRecipients(RecipientType.TO))
                .extracting(Object::toString)
                .containsExactly("friend@example.com");
        assertThat(mail.getSubject()).isEqualTo("A voice message for you / Eine Sprachnachricht für Sie");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat((String) mail.getContent())
                .contains(
                        "alice has forwarded a voice message to you.",
                        "alice hat eine Sprachnachricht an Sie weitergeleitet.",
                        "What you may do: 2 plays left.",
                        "Was Sie dürfen: noch 2 Mal abspielbar.",
                        "https://vm.example.org/base/guest.xhtml?id=" + INVITATION);
    }

    @Test
    void a_code_is_in_the_body_of_its_mail_only() throws Exception {
        MimeMessage mail = render("alice", "01234567");
        assertThat((String) mail.getContent()).contains("Your code: 0123 4567", "Ihr Code: 0123 4567", "10 minutes");
        assertThat(headers(mail)).doesNotContain("0123");
        assertThat(letter("alice", "01234567").toString()).doesNotContain("0123");
    }

    @Test
    void t3_nothing_that_users_choose_reaches_a_header_or_makes_a_line() throws Exception {
        MimeMessage mail = render("mal\r\nBcc: x@example.org\r\n\u2028lory", null);
        assertThat(headers(mail)).doesNotContain("x@example.org", "lory");
        assertThat((String) mail.getContent()).contains("mal  Bcc: x@example.org   lory has forwarded");
    }

    @Test
    void a_forwarder_who_is_a_guest_is_named_by_his_address() throws Exception {
        assertThat((String) render("mailto:other@example.com", null).getContent())
                .startsWith("other@example.com has forwarded");
    }

    @Test
    void what_is_not_taken_is_tried_again_ever_later_until_nobody_waits_for_it() {
        assertThat(secondsBetweenAttempts(GuestMail.Kind.INVITATION))
                .startsWith(30L, 60L, 120L, 240L, 480L, 960L, 1920L, 1920L)
                .hasSizeBetween(90, 100);
    }

    @Test
    void a_code_that_is_not_taken_is_tried_again_each_minute_until_it_would_be_over() {
        assertThat(secondsBetweenAttempts(GuestMail.Kind.CODE))
                .startsWith(30L, 60L, 60L)
                .hasSize(11);
    }

    @Test
    void a_code_that_is_asked_for_anew_is_sent_at_once_and_waited_for_from_then_on() {
        GuestMail mail = new GuestMail(INVITATION, GuestMail.Kind.CODE, NOON);
        mail.attempt(NOON);
        Instant later = NOON.plusSeconds(10);
        assertThat(mail.isDue(later)).isFalse();
        mail.askAgain(later);
        assertThat(mail.isDue(later)).isTrue();
        assertThat(mail.isTooLate(later.plus(GuestCode.LIFETIME))).isFalse();
        assertThat(mail.isTooLate(later.plus(GuestCode.LIFETIME).plusSeconds(1)))
                .isTrue();
    }

    @Test
    void a_guest_is_not_told_who_else_may_play() throws Exception {
        UsageRights rights = UsageRights.UNLIMITED.with(Right.PLAYS, 2).with(Right.USERS, Set.of("bob", "zoe-x"));
        GuestLetter letter = new GuestLetter(FRIEND, INVITATION, "alice", rights, null);
        assertThat((String) render(letter).getContent())
                .contains("What you may do: 2 plays left.")
                .doesNotContain("bob", "zoe-x");
    }

    @Test
    void f6_61c_the_protected_file_goes_along_as_it_is_under_a_name_that_says_nothing() throws Exception {
        byte[] noise = {0, -1, 13, 10, 46, 13, 10};
        MimeMessage mail =
                render(letter("alice", null), new MailedFile.Attached(new ByteArrayDataSource(noise, "audio/mp4")));
        MimeMessage read = new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(whole(mail).getBytes(US_ASCII)));
        MimeMultipart parts = (MimeMultipart) read.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat((String) parts.getBodyPart(0).getContent())
                .contains("guest.xhtml?id=" + INVITATION, "The protected message is attached", "ist auch angehängt");
        assertThat(parts.getBodyPart(1).getContentType()).startsWith("audio/mp4");
        assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("message.mp4");
        assertThat(parts.getBodyPart(1).getDisposition()).isEqualTo("attachment");
        assertThat(parts.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(noise);
    }

    @Test
    void f6_61c_a_mail_says_when_the_file_is_too_large_for_it() throws Exception {
        assertThat((String)
                        render(letter("alice", null), new MailedFile.TooLarge()).getContent())
                .contains("The message itself is too large for a mail.", "ist zu groß für eine E-Mail.");
        assertThat((String) render("alice", null).getContent()).doesNotContain("attached", "too large");
    }

    @Test
    void f6_61c_the_link_does_not_wait_without_end_for_the_file() {
        GuestMail mail = new GuestMail(INVITATION, GuestMail.Kind.INVITATION, true, NOON);
        for (int i = 0; i < 3; i++) {
            mail.attempt(NOON);
            assertThat(mail.bringsFile()).isTrue();
        }
        mail.attempt(NOON);
        assertThat(mail.bringsFile()).isFalse();
        assertThat(new GuestMail(INVITATION, GuestMail.Kind.INVITATION, NOON).bringsFile())
                .isFalse();
    }

    private static List<Long> secondsBetweenAttempts(GuestMail.Kind kind) {
        GuestMail mail = new GuestMail(INVITATION, kind, NOON);
        List<Long> waits = new ArrayList<>();
        Instant now = NOON;
        while (!mail.isTooLate(now)) {
            assertThat(mail.isDue(now)).isTrue();
            mail.attempt(now);
            Instant before = now;
            while (!mail.isDue(now)) {
                now = now.plusSeconds(30);
            }
            waits.add(Duration.between(before, now).toSeconds());
        }
        return waits;
    }

    private static MimeMessage render(String forwarder, @Nullable String code) throws Exception {
        return render(letter(forwarder, code));
    }

    private static MimeMessage render(GuestLetter letter) throws Exception {
        return render(letter, new MailedFile.None());
    }

    private static MimeMessage render(GuestLetter letter, MailedFile file) throws Exception {
        Session session = Session.getInstance(new Properties());
        return letter.render(session, "voicemail@localhost", URI.create("https://vm.example.org/base"), NOON, file);
    }

    private static GuestLetter letter(String forwarder, @Nullable String code) {
        return new GuestLetter(FRIEND, INVITATION, forwarder, UsageRights.UNLIMITED.with(Right.PLAYS, 2), code);
    }

    private static String whole(MimeMessage mail) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        mail.writeTo(out);
        return out.toString(US_ASCII);
    }

    private static String headers(MimeMessage mail) throws Exception {
        String whole = whole(mail);
        return whole.substring(0, whole.indexOf("\r\n\r\n"));
    }
}
