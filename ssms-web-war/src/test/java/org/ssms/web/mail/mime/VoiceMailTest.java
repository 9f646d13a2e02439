package org.ssms.web.mail.mime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.mailbox.MailReader;
import org.ssms.mailbox.MessageView;
import org.ssms.mailbox.ProtectedContent;
import org.ssms.web.mail.FakeDesk;

class VoiceMailTest {
    private static final MailReader ALICE = new MailReader("alice@localhost", Locale.ENGLISH);
    private static final MailWriter WRITER = new MailWriter(FakeDesk.CONFIG, "localhost");

    @TempDir
    Path folder;

    private byte[] noise(int size) {
        byte[] noise = new byte[size];
        new Random(size).nextBytes(noise);
        return noise;
    }

    private VoiceMail mail(int size, boolean isAttached) throws IOException {
        return mail(FakeDesk.view(1, "sip:bob@example.org", "Bob"), size, isAttached, ALICE);
    }

    private VoiceMail mail(MessageView view, int size, boolean isAttached, MailReader reader) throws IOException {
        Path file = Files.write(folder.resolve("file.mp4"), noise(size));
        return WRITER.write(
                view, new ProtectedContent(file, size, ""), new MailWriter.Wanted("alice", reader, isAttached));
    }

    private static MimeMessage parsed(VoiceMail mail) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(mail.whole().toArray()));
    }

    private static String text(Octets octets) throws IOException {
        return new String(octets.toArray(), UTF_8);
    }

    private static String section(VoiceMail mail, String name) throws IOException {
        return text(mail.section(name).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 56, 57, 58, 113, 114, 115, 29_183, 29_184, 29_185, 100_000})
    void another_implementation_reads_it_and_the_attached_file_is_the_protected_one(int size) throws Exception {
        MimeMessage mail = parsed(mail(size, true));
        assertThat(mail.getContentType()).startsWith("multipart/voice-message").contains("version=2.0");
        assertThat(mail.getHeader("Message-Context")).containsExactly("voice-message");
        assertThat(mail.getHeader("Sensitivity")).containsExactly("Private");
        assertThat(mail.getHeader("Content-Duration")).containsExactly("12");
        assertThat(mail.getSubject()).isEqualTo("Voice message, 0:12 min");
        assertThat(mail.getSentDate()).isEqualTo(Date.from(FakeDesk.NOON.plusSeconds(1)));
        Multipart parts = (Multipart) mail.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        for (Part of8BitTexts : List.of(mail, parts.getBodyPart(0))) {
            assertThat(of8BitTexts.getHeader("Content-Transfer-Encoding")).containsExactly("8bit");
        }
        Multipart forms = (Multipart) parts.getBodyPart(0).getContent();
        assertThat(forms.getBodyPart(0).getContent().toString())
                .contains("sip:bob@example.org (not verified: so the caller says)", "by the name of \"Bob\"")
                .contains("https://localhost:8443/play.xhtml?id=0123456789abcdefghjkmn0001")
                .contains("sip:alice.0123456789abcdefghjkmn0001@localhost")
                .contains("The protected file is attached");
        assertThat(forms.getBodyPart(1).getContentType()).startsWith("text/html");
        BodyPart file = parts.getBodyPart(1);
        assertThat(file.getFileName()).isEqualTo("0123456789abcdefghjkmn0001.mp4");
        assertThat(file.getHeader("Content-Duration")).containsExactly("12");
        assertThat(file.getInputStream().readAllBytes()).isEqualTo(noise(size));
    }

    @Test
    void a_file_that_may_not_be_saved_is_not_there_and_it_says_so() throws Exception {
        VoiceMail mail = mail(1000, false);
        assertThat(mail.isAttached()).isFalse();
        Multipart parts = (Multipart) parsed(mail).getContent();
        assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/plain");
        assertThat(parts.getBodyPart(1).getContent().toString())
                .contains("does not allow this message to be saved")
                .contains("play.xhtml?id=");
        assertThat(text(mail.whole())).doesNotContain("base64");
    }

    @Test
    void what_a_caller_says_of_himself_is_text_in_the_body_alone() throws Exception {
        String name = "\r\nBcc: eve@example.org\r\n--=_ssms_0123456789abcdefghjkmn0001_1 <b>&\" \u2028 Zoë";
        VoiceMail mail = mail(FakeDesk.view(1, "sip:bob@example.org", name), 10, true, ALICE);
        MimeMessage parsed = parsed(mail);
        assertThat(parsed.getHeader("Bcc")).isNull();
        assertThat(((Multipart) parsed.getContent()).getCount()).isEqualTo(2);
        Multipart forms =
                (Multipart) ((Multipart) parsed.getContent()).getBodyPart(0).getContent();
        assertThat(forms.getCount()).isEqualTo(2);
        assertThat(forms.getBodyPart(0).getContent().toString()).contains("Zoë");
        assertThat(forms.getBodyPart(1).getContent().toString())
                .contains("&lt;b&gt;&amp;&quot;")
                .doesNotContain("<b>&");
        assertThat(section(mail, "HEADER")).doesNotContain("bob", "Zo");
    }

    @Test
    void it_is_in_the_language_of_its_reader() throws Exception {
        VoiceMail mail =
                mail(FakeDesk.view(1, "sip:bob@example.org", ""), 10, false, new MailReader("a@b", Locale.GERMAN));
        assertThat(parsed(mail).getSubject()).startsWith("Sprachnachricht");
        assertThat(section(mail, "1.1")).contains("Länge:", "28. November 2026");
        assertThat(section(mail, "2")).contains("hängt sie nicht an");
        assertThat(section(mail, "1.2")).contains("<html lang=\"de\">");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 57, 58, 200, 60_000})
    void its_sections_are_parts_of_the_whole_and_their_lengths_are_exact(int size) throws IOException {
        VoiceMail mail = mail(size, true);
        String whole = text(mail.whole());
        assertThat(whole).hasSize((int) mail.whole().length()); // all ASCII here
        assertThat(section(mail, "")).isEqualTo(whole);
        assertThat(section(mail, "HEADER") + section(mail, "TEXT")).isEqualTo(whole);
        assertThat(section(mail, "HEADER")).endsWith("\r\n\r\n");
        for (String part : List.of("1", "2", "1.1", "1.2")) {
            assertThat(whole).contains(section(mail, part + ".MIME") + section(mail, part) + "\r\n--=_ssms_");
        }
        assertThat(mail.section("3")).isEmpty();
        assertThat(mail.section("1.HEADER")).isEmpty();
        String plain = section(mail, "1.1");
        assertThat(mail.lines("1.1")).isEqualTo((int) plain.lines().count());
        assertThat(whole.lines().toList()).allSatisfy(line -> assertThat(line).hasSizeLessThan(200));
        assertThat(whole.replace("\r\n", "")).doesNotContain("\r", "\n");
    }

    @Test
    void any_part_of_it_is_read_as_it_is_in_the_whole() throws IOException {
        VoiceMail mail = mail(100_003, true);
        byte[] whole = mail.whole().toArray();
        Random random = new Random(20_261_128);
        for (int i = 0; i < 2000; i++) {
            int from = random.nextInt(whole.length + 10);
            int count = random.nextInt(i % 2 == 0 ? 300 : 60_000);
            Octets slice = mail.whole().slice(from, count);
            int first = Math.min(from, whole.length);
            byte[] expected = Arrays.copyOfRange(whole, first, Math.min(whole.length, first + count));
            assertThat(slice.length()).isEqualTo(expected.length);
            ByteBuffer out = ByteBuffer.allocate(expected.length);
            while (out.hasRemaining()) {
                int before = out.position();
                ByteBuffer window = out.duplicate().limit(Math.min(out.limit(), before + 1 + random.nextInt(20_000)));
                slice.read(before, window);
                assertThat(window.position()).isGreaterThan(before);
                out.position(window.position());
            }
            assertThat(out.array()).isEqualTo(expected);
        }
    }

    @Test
    void lines_that_begin_with_a_point_are_stuffed_and_no_others() throws IOException {
        VoiceMail mail = new VoiceMail.Layout()
                .lines("Subject: x", "")
                .section("HEADER", 0, 0)
                .text(".\n..a\nb.c\n")
                .section("TEXT", 0, 0)
                .of(new VoiceMail.Facts(FakeDesk.view(1, "", "").id(), FakeDesk.NOON, Map.of(), ""));
        assertThat(text(mail.stuffed())).isEqualTo("Subject: x\r\n\r\n..\r\n...a\r\nb.c\r\n");
        assertThat(text(mail.stuffedTop(0))).isEqualTo("Subject: x\r\n\r\n");
        assertThat(text(mail.stuffedTop(2))).isEqualTo("Subject: x\r\n\r\n..\r\n...a\r\n");
    }

    @Test
    void so_many_lines_of_the_body_are_the_first_of_the_whole() throws IOException {
        for (boolean isAttached : new boolean[] {true, false}) {
            VoiceMail mail = mail(500, isAttached);
            List<String> lines = text(mail.whole()).lines().toList();
            int head = (int) section(mail, "HEADER").lines().count();
            for (int count = 0; count <= lines.size() - head + 3; count++) {
                assertThat(text(mail.stuffedTop(count)).lines().toList())
                        .isEqualTo(lines.subList(0, Math.min(lines.size(), head + count)));
            }
            assertThat(text(mail.stuffedTop(1_000_000))).isEqualTo(text(mail.stuffed()));
        }
    }

    @Test
    void a_file_that_became_shorter_is_no_mail() throws IOException {
        VoiceMail mail = mail(1000, true);
        Files.write(folder.resolve("file.mp4"), new byte[500]);
        assertThatThrownBy(() -> mail.whole().toArray()).isInstanceOf(IOException.class);
    }

    @Test
    void the_form_is_another_one_as_soon_as_the_octets_are() {
        MailWriter.Wanted wanted = new MailWriter.Wanted("alice", ALICE, true);
        MailReader inGerman = new MailReader("alice@localhost", Locale.GERMAN);
        assertThat(WRITER.form(wanted)).matches("[0-9a-f]{16}").isEqualTo(WRITER.form(wanted));
        assertThat(List.of(
                        WRITER.form(new MailWriter.Wanted("alice", ALICE, false)),
                        WRITER.form(new MailWriter.Wanted("bob", ALICE, true)),
                        WRITER.form(new MailWriter.Wanted("alice", new MailReader("a@b", Locale.ENGLISH), true)),
                        WRITER.form(new MailWriter.Wanted("alice", inGerman, true)),
                        new MailWriter(FakeDesk.CONFIG, "example.org").form(wanted),
                        WRITER.form(wanted)))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_subject_beyond_ascii_is_encoded_in_words_that_are_short_enough() throws Exception {
        String text = "Nachricht für Zoë: " + "ä".repeat(100) + "\uD83D\uDE00";
        String encoded = MailWriter.words(text);
        assertThat(encoded.split(" ")).allSatisfy(word -> assertThat(word).hasSizeLessThanOrEqualTo(75));
        assertThat(MimeUtility.decodeText(encoded)).isEqualTo(text);
        assertThat(MailWriter.words("plain")).isEqualTo("plain");
    }
}
