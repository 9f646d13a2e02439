package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Leased;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Storage;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Ffmpeg;
import org.ssms.it.tool.Gstreamer;
import org.ssms.it.tool.Speech;
import org.ssms.it.tool.Timeline;
import org.ssms.it.tool.Tool;
import org.ssms.player.Play;
import org.ssms.player.caller.Impairment;
import org.ssms.player.caller.OutgoingCall;
import org.ssms.protect.key.MessageId;

/** What lies on the disk after a call over a bad line, judged by foreign implementations (F4-39, F4-40, C14). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtectedFormatIT {
    private static final String WRONG_KEY = "ffffffffffffffffffffffffffffffff";
    /** Behind length, time and RTP header of the first packet. */
    private static final int FIRST_PAYLOAD = 6 + 12;

    private static final Impairment BAD_LINE = new Impairment(1, 2, 20_240_601);

    private OutgoingCall call;
    private Subscriber.Message message;
    private Subscriber.Keys keys;
    private Path mp4;
    private Path srtp;
    private Path manifest;

    @BeforeAll
    void leave_a_message_over_a_bad_line() throws Exception {
        SsmsServer server = SsmsServer.shared();
        try (Calls calls = new Calls(server)) {
            call = calls.leave(Calls.to("alice", "format").with(BAD_LINE), Speech.ulaw(8.3, 1));
        }
        Subscriber alice = Subscriber.of(server, "alice");
        message = alice.awaitMessageFrom("format");
        keys = alice.keys(message.id());
        Storage storage = new Storage(server);
        mp4 = storage.file(message.kid(), "mp4");
        srtp = storage.file(message.kid(), "srtp");
        manifest = storage.file(message.kid(), "manifest");
    }

    @Test
    void the_line_was_bad() {
        assertThat(call.sent()).anyMatch(packet -> packet.speech() && !packet.sent());
    }

    @Test
    void ffmpeg_with_the_key_of_the_license_decodes_exactly_what_arrived() {
        Tool.require("ffmpeg", "ffmpeg");
        short[] decoded = Ffmpeg.samples(mp4, keys.cencHex());
        Timeline.of(call.sent(), decoded.length).assertSame(decoded);
    }

    @Test
    void the_reference_player_checks_every_byte_and_plays_the_same_also_where_plays_are_counted() throws Exception {
        Leased counted = Leased.of(Subscriber.of(SsmsServer.shared(), "alice"), new MessageId(message.id()), 2);
        Tool.Result played = Tool.run(
                new byte[0],
                List.of(
                        "env",
                        "SSMS_PASSWORD=" + SsmsServer.PASSWORD,
                        "java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Play.class.getName(),
                        message.id(),
                        "--user",
                        "alice",
                        "--server",
                        SsmsServer.shared().http().toString(),
                        "--stdout"));
        assertThat(played.exitCode()).as(played.errors()).isZero();
        short[] decoded = Ffmpeg.linear(played.output().octets());
        Timeline.of(call.sent(), decoded.length).assertSame(decoded);
        assertThat(counted.left()).isEqualTo(1);
    }

    @Test
    void ffmpeg_fails_without_a_key_and_with_a_wrong_one() {
        Tool.require("ffmpeg", "ffmpeg");
        byte[] right = Ffmpeg.decode(mp4, keys.cencHex()).output().octets();
        for (String key : new String[] {"", WRONG_KEY}) {
            Tool.Result result = Ffmpeg.decode(mp4, key);
            assertThat(result.errors()).isNotEmpty();
            assertThat(result.output().octets()).isNotEqualTo(right);
        }
    }

    @Test
    void gstreamer_decrypts_the_stored_srtp_packets_as_they_are() throws Exception {
        Tool.require("gst-launch-1.0", "gstreamer1.0-tools");
        short[] decoded = Ffmpeg.samples(mp4, keys.cencHex());
        byte[] payloads = Gstreamer.decrypt(Files.readAllBytes(srtp), keys.srtpHex());
        assertThat(payloads).isEqualTo(Timeline.of(call.sent(), decoded.length).octets());
    }

    @Test
    void a_packet_with_one_flipped_bit_is_no_sound() throws Exception {
        Tool.require("gst-launch-1.0", "gstreamer1.0-tools");
        byte[] file = Files.readAllBytes(srtp);
        int intact = Gstreamer.decrypt(file, keys.srtpHex()).length;
        file[FIRST_PAYLOAD] ^= 1;
        assertThat(Gstreamer.decrypt(file, keys.srtpHex()).length).isEqualTo(intact - 160);
    }

    @Test
    void a_wrong_srtp_key_gives_no_sound_at_all() {
        Tool.require("gst-launch-1.0", "gstreamer1.0-tools");
        assertThatThrownBy(() -> assertThat(Gstreamer.decrypt(Files.readAllBytes(srtp), WRONG_KEY + "0".repeat(28)))
                        .isNotEmpty())
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void the_license_proves_the_manifest() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(manifest));
        assertThat(keys.manifestSha256())
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    }
}
