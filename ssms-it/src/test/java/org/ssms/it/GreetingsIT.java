package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import jakarta.mail.internet.MimeMessage;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ssms.it.server.Answers;
import org.ssms.it.server.Jmx;
import org.ssms.it.server.Post;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Speech;
import org.ssms.it.tool.Wave;
import org.ssms.player.audio.SoundFile;

/** The greetings of a mailbox by REST: whose they are, who changes them, and what is no greeting (C30, F4-33a, T12). */
class GreetingsIT {
    private static final String PATH = "/api/v1/greetings";
    private static final String WAV = "audio/wav";
    private static final Duration MAILED = Duration.ofSeconds(30);
    private static final byte[] SOUND = sound(2);
    /** Bytes of a body. */
    private static final int LARGEST = 1_000_000;
    /** Changes of a mailbox in an hour. */
    private static final int MOST = 30;

    private final SsmsServer server = SsmsServer.shared();

    @Test
    void c30_a_greeting_is_set_heard_replaced_and_removed_and_its_owner_is_told() throws Exception {
        Subscriber owner = Subscriber.of(server, "guest40");
        assertThat(recorded(owner, "busy")).isNull();
        assertThat(owner.bytes(PATH + "/busy").statusCode()).isEqualTo(404);
        Instant before = Instant.now().minusSeconds(1);
        assertThat(Answers.withoutBody(owner.bytes("PUT", PATH + "/busy", WAV, SOUND)))
                .isEqualTo("204");
        Map<String, Object> busy = recorded(owner, "busy");
        assertThat(busy).containsOnlyKeys("seconds", "recordedAt").containsEntry("seconds", 2.0);
        assertThat(Instant.parse(String.valueOf(busy.get("recordedAt"))))
                .isBetween(before, Instant.now().plusSeconds(1));

        HttpResponse<byte[]> heard = owner.bytes(PATH + "/busy");
        assertThat(heard.statusCode()).isEqualTo(200);
        assertThat(heard.headers().firstValue("Content-Type")).contains(WAV);
        assertThat(heard.headers().firstValue("Cache-Control")).contains("private, no-store");
        assertThat(heard.body()).isEqualTo(SOUND);
        assertThat(Subscriber.of(server, "guest41").bytes(PATH + "/busy").statusCode())
                .as("of somebody else")
                .isEqualTo(404);

        assertThat(Answers.withoutBody(owner.bytes("PUT", PATH + "/busy", WAV, sound(3))))
                .isEqualTo("204");
        assertThat(recorded(owner, "busy")).containsEntry("seconds", 3.0);
        for (int i = 0; i < 2; i++) {
            assertThat(Answers.withoutBody(owner.json("DELETE", PATH + "/busy", owner.basic(), "")))
                    .isEqualTo("204");
        }
        assertThat(recorded(owner, "busy")).isNull();
        assertThat(owner.bytes(PATH + "/busy").statusCode()).isEqualTo(404);
        awaitMails("A greeting of your mailbox was changed", 2);
        awaitMails("A greeting of your mailbox was removed", 1);
        assertThat(Files.readAllLines(server.log().resolveSibling("audit.log")))
                .filteredOn(line -> line.contains("greeting-") && line.contains("guest40"))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains("granted"));
    }

    @Test
    void t12_a_session_a_token_and_a_wrong_password_change_nothing() throws Exception {
        Subscriber owner = Subscriber.of(server, "guest42");
        String wrong = "Basic " + com.nimbusds.jose.util.Base64.encode("guest42:not the password");
        for (Map.Entry<String, String> door : Map.of(
                        owner.session(),
                        "403 urn:ssms:password-needed",
                        wrong,
                        "401 urn:ssms:not-authenticated",
                        "",
                        "401 urn:ssms:not-authenticated")
                .entrySet()) {
            assertThat(Answers.withoutBody(owner.body("PUT", PATH + "/standard", door.getKey(), WAV, "RIFF")))
                    .isEqualTo(door.getValue());
            assertThat(Answers.withoutBody(owner.json("DELETE", PATH + "/standard", door.getKey(), "")))
                    .isEqualTo(door.getValue());
        }
        assertThat(owner.get(PATH, owner.session()).statusCode()).isEqualTo(200);
        assertThat(recorded(owner, "standard")).isNull();
    }

    @Test
    void c30_a_temporary_greeting_has_an_end_and_no_other_has() throws Exception {
        Subscriber owner = Subscriber.of(server, "guest43");
        Instant end = Instant.now().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.MINUTES);
        String wrong = "400 urn:ssms:greeting-end";
        assertThat(put(owner, "temporary", SOUND)).isEqualTo(wrong);
        assertThat(put(owner, "temporary?until=" + Instant.now().minusSeconds(60), SOUND))
                .isEqualTo(wrong);
        assertThat(put(owner, "temporary?until=2999-01-01T00:00:00Z", SOUND)).isEqualTo(wrong);
        assertThat(put(owner, "standard?until=" + end, SOUND)).isEqualTo(wrong);
        assertThat(put(owner, "temporary?until=tomorrow", SOUND)).isEqualTo("400 urn:ssms:malformed");
        assertThat(recorded(owner, "temporary")).isNull();
        assertThat(put(owner, "temporary?until=" + end, SOUND)).isEqualTo("204");
        assertThat(recorded(owner, "temporary")).containsEntry("until", end.toString());
    }

    @Test
    void c30_an_operator_locks_greetings_which_are_heard_as_they_are() throws Exception {
        Subscriber owner = Subscriber.of(server, "guest46");
        assertThat(put(owner, "busy", SOUND)).isEqualTo("204");
        Jmx.of(server).invoke("Greetings", "lock", "guest46");
        assertThat(owner.get(PATH).body()).contains("\"locked\":true");
        assertThat(put(owner, "busy", sound(3))).isEqualTo("403 urn:ssms:greetings-locked");
        assertThat(Answers.withoutBody(owner.json("DELETE", PATH + "/busy", owner.basic(), "")))
                .isEqualTo("403 urn:ssms:greetings-locked");
        assertThat(owner.bytes(PATH + "/busy").body()).isEqualTo(SOUND);
        Jmx.of(server).invoke("Greetings", "unlock", "guest46");
        assertThat(put(owner, "busy", sound(3))).isEqualTo("204");
    }

    @Test
    void c30_what_is_no_greeting_is_refused_with_a_reason() throws Exception {
        Subscriber owner = Subscriber.of(server, "guest41");
        assertThat(put(owner, "nonsense", SOUND)).isEqualTo("404 urn:ssms:not-found");
        assertThat(owner.bytes(PATH + "/nonsense").statusCode()).isEqualTo(404);
        assertThat(put(owner, "name", new byte[0])).isEqualTo("400 urn:ssms:no-wav");
        assertThat(put(owner, "name", "ID3 is no WAV file".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("400 urn:ssms:no-wav");
        byte[] fast = SOUND.clone();
        ByteBuffer.wrap(fast).order(ByteOrder.LITTLE_ENDIAN).putInt(24, 16_000);
        for (byte[] other : List.of(fast, Wave.ulaw(Speech.ulaw(2, 30)))) {
            HttpResponse<String> refusal = owner.bytes("PUT", PATH + "/name", WAV, other);
            assertThat(Answers.withoutBody(refusal)).isEqualTo("400 urn:ssms:no-wav");
            assertThat(refusal.body()).contains("PCM, 16 bit, 8 kHz, one channel");
        }
        assertThat(put(owner, "name", Wave.linear(new short[SoundFile.RATE / 5])))
                .isEqualTo("400 urn:ssms:greeting-too-short");
        assertThat(put(owner, "name", sound(9))).isEqualTo("400 urn:ssms:greeting-too-long");
        assertThat(put(owner, "standard", sound(61))).isEqualTo("400 urn:ssms:greeting-too-long");
        assertThat(put(owner, "standard", new byte[LARGEST])).isEqualTo("400 urn:ssms:no-wav");
        assertThat(put(owner, "standard", new byte[LARGEST + 1])).isEqualTo("413 urn:ssms:too-large");
        assertThat(Answers.withoutBody(owner.chunked("PUT", PATH + "/standard", WAV, new byte[LARGEST + 1])))
                .isEqualTo("413 urn:ssms:too-large");
        for (String type : List.of("text/plain", "multipart/form-data", "application/json", "audio/*")) {
            assertThat(Answers.withoutBody(owner.bytes("PUT", PATH + "/standard", type, SOUND)))
                    .as(type)
                    .isEqualTo("415 urn:ssms:unsupported-media-type");
        }
        for (String kind : List.of("name", "standard")) {
            assertThat(recorded(owner, kind)).isNull();
        }
        byte[] longest = sound(60);
        assertThat(longest.length).isGreaterThan(960_000);
        assertThat(put(owner, "standard", longest)).isEqualTo("204");
        assertThat(recorded(owner, "standard")).containsEntry("seconds", 60.0);
        assertThat(owner.bytes(PATH + "/standard").body()).isEqualTo(longest);
    }

    @Test
    void c30_a_mailbox_takes_so_many_greetings_in_an_hour_and_no_more() throws Exception {
        Subscriber owner = Subscriber.of(server, "guest42");
        byte[] name = sound(1);
        for (int i = 0; i < MOST; i++) {
            assertThat(put(owner, "name", name)).as("change " + i).isEqualTo("204");
        }
        assertThat(put(owner, "name", SOUND)).isEqualTo("429 urn:ssms:too-many-greetings");
        assertThat(put(owner, "busy", SOUND)).isEqualTo("429 urn:ssms:too-many-greetings");
        assertThat(recorded(owner, "name")).containsEntry("seconds", 1.0);
        assertThat(recorded(owner, "busy")).isNull();
        assertThat(put(Subscriber.of(server, "guest43"), "busy", SOUND))
                .as("somebody else's mailbox")
                .isEqualTo("204");
    }

    private static String put(Subscriber owner, String kind, byte[] file) throws Exception {
        return Answers.withoutBody(owner.bytes("PUT", PATH + "/" + kind, WAV, file));
    }

    private static Map<String, Object> recorded(Subscriber owner, String kind) throws Exception {
        Map<String, Object> all = JSONObjectUtils.parse(owner.get(PATH).body());
        assertThat(all).containsEntry("locked", false);
        for (Map<String, Object> one : JSONObjectUtils.getJSONObjectArray(all, "greetings")) {
            if (kind.equals(one.get("kind"))) {
                return JSONObjectUtils.getJSONObject(one, "recorded");
            }
        }
        throw new AssertionError(kind + " in " + all);
    }

    private static byte[] sound(int seconds) {
        return Wave.linear(SoundFile.fromUlaw(Speech.ulaw(seconds, 30)));
    }

    private static void awaitMails(String subject, int count) {
        Await.untilTrue(subject, MAILED, () -> {
            int found = 0;
            for (MimeMessage mail : Post.to("guest40@localhost")) {
                found += subject.equals(mail.getSubject()) ? 1 : 0;
            }
            return found == count;
        });
    }
}
