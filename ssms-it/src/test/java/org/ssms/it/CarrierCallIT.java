package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.ssms.it.server.Exchange;
import org.ssms.it.server.Greetings;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Storage;
import org.ssms.it.server.Subscriber;
import org.ssms.it.sip.Invite;
import org.ssms.it.sip.PhoneCall;
import org.ssms.it.sip.Sdp;
import org.ssms.it.sip.SipLine;
import org.ssms.it.sip.Telephone;
import org.ssms.it.tool.Ffmpeg;
import org.ssms.it.tool.Gstreamer;
import org.ssms.it.tool.Ports;
import org.ssms.it.tool.Sipp.Transport;
import org.ssms.it.tool.Softphone;
import org.ssms.it.tool.Speech;
import org.ssms.it.tool.Timeline;
import org.ssms.it.tool.Wave;
import org.ssms.media.prompt.PromptName;
import org.ssms.player.audio.SoundFile;

/**
 * SIP as carriers have it: TLS with SRTP, keys by SDES (RFC 4568), by foreign senders; callers who are heard of no more
 * (RFC 4028); IPv6.
 */
@Execution(ExecutionMode.CONCURRENT)
class CarrierCallIT {
    private static final byte[] KEY =
            HexFormat.of().parseHex("e1f97a0d3e018be0d64fa32c06de41390ec675ad498afeebb6960b3aabe6");
    private static final double SECONDS = 15;

    private final Exchange exchange = Exchange.shared();
    private final Subscriber owner = exchange.subscriber("present");

    @Test
    void what_gstreamer_encrypts_is_recorded_to_the_sample_and_rubbish_is_not() throws Exception {
        byte[] speech = Speech.ulaw(SECONDS, 71);
        Path directory = Files.createDirectories(SsmsServer.directory().resolve("srtp"));
        Path wave = Files.write(directory.resolve("speech.wav"), Wave.ulaw(speech));
        int port = Ports.free() & ~1;
        String offer = Sdp.audio(
                InetAddress.getLoopbackAddress(),
                port,
                "RTP/SAVP",
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:"
                        + Base64.getEncoder().encodeToString(KEY));
        try (Telephone caller = exchange.telephone("srtp", "caller.invalid", Transport.TLS)) {
            PhoneCall call =
                    caller.call(Invite.to("sip:present@vm.localhost", "srtp").offering(offer));
            assertThat(call.response().status()).isEqualTo(200);
            assertThat(call.response().body())
                    .contains("RTP/SAVP")
                    .contains("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:");
            forge(call.target());
            Gstreamer.sendSrtp(wave, HexFormat.of().formatHex(KEY), port, call.target());
            call.hangUp();
        }
        short[] recording = recording("srtp");
        short[] said = SoundFile.fromUlaw(speech);
        assertThat(recording.length).isGreaterThan(3 * SoundFile.RATE);
        short[] end = Arrays.copyOfRange(said, said.length - recording.length, said.length);
        assertThat(Arrays.mismatch(recording, end)).as("first difference").isEqualTo(-1);
    }

    /** Plain RTP before the first real packet. */
    private static void forge(InetSocketAddress target) throws Exception {
        try (DatagramSocket attacker = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            byte[] packet = new byte[182];
            packet[0] = (byte) 0x80;
            for (int i = 0; i < 50; i++) {
                packet[3] = (byte) i;
                attacker.send(new DatagramPacket(packet, packet.length, target));
            }
        }
    }

    @Test
    void baresip_that_insists_on_srtp_hears_the_greeting_and_leaves_a_message() {
        String account =
                "<sip:mandatory@caller.invalid>;regint=0;audio_codecs=PCMU;mediaenc=srtp-mand;outbound=\"sip:127.0.0.1:"
                        + exchange.server().sip().getPort() + ";transport=udp\"";
        try (Softphone telephone = Softphone.start(
                SsmsServer.directory().resolve("telephones/mandatory"),
                account,
                SoundFile.fromUlaw(Speech.ulaw(30, 72)))) {
            telephone.dial("sip:present@vm.localhost");
            telephone.sees("Call established");
            new Storage(exchange.server()).awaitRecording("present", "mandatory", 3);
            telephone.hangUp();
            telephone.sees("terminated");
            telephone.quit();
            assertThat(Greetings.heard(telephone.heard())).isEqualTo(PromptName.GREETING);
        }
        owner.awaitMessageFrom("mandatory");
    }

    /** The server must not wait for ever, and keeps what was said. */
    @Test
    void a_session_that_nobody_refreshes_ends_and_the_recording_is_kept() throws Exception {
        try (Telephone caller = exchange.stranger("vanished")) {
            PhoneCall call = caller.call(Invite.to("sip:present@vm.localhost", "vanished")
                    .with("Supported", "timer")
                    .with("Session-Expires", "90;refresher=uac"));
            assertThat(call.response().status()).isEqualTo(200);
            assertThat(call.response().value("Session-Expires")).isEqualTo("90;refresher=uac");
            call.speakAfterBeep(Speech.ulaw(1, 73));
            assertThat(call.sound().speak(Speech.ulaw(120, 74))).isNotDone();
            Await.untilTrue("BYE of the server", Duration.ofSeconds(110), () -> caller.count("BYE") > 0);
        }
        assertThat(owner.awaitMessageFrom("vanished").seconds()).isBetween(40.0, 100.0);
    }

    @Test
    void a_call_over_ipv6_is_recorded_to_the_sample() throws Exception {
        byte[] address = new byte[16];
        address[15] = 1;
        InetAddress loopback = InetAddress.getByAddress(address);
        InetSocketAddress sip =
                new InetSocketAddress(loopback, exchange.server().sip().getPort());
        try (Telephone caller = new Telephone(SipLine.udp(loopback, sip), "six", "caller.invalid", "")) {
            PhoneCall call = caller.call(Invite.to("sip:present@vm.localhost", "six"));
            assertThat(call.response().status()).isEqualTo(200);
            assertThat(call.response().body()).contains("c=IN IP6 ");
            call.speakAfterBeep(Speech.ulaw(3, 75));
            call.hangUp();
            short[] recording = recording("six");
            Timeline.of(call.sound().sent(), recording.length).assertSame(recording);
        }
    }

    private short[] recording(String caller) throws Exception {
        Subscriber.Message message = owner.awaitMessageFrom(caller);
        return Ffmpeg.samples(
                new Storage(exchange.server()).file(message.kid(), "mp4"),
                owner.keys(message.id()).cencHex());
    }

    @Test
    void a_session_that_is_too_short_is_told_the_shortest() {
        try (Telephone caller = exchange.stranger("hasty")) {
            PhoneCall call = caller.call(Invite.to("sip:present@vm.localhost", "hasty")
                    .with("Supported", "timer")
                    .with("Session-Expires", "30"));
            assertThat(call.response().status()).isEqualTo(422);
            assertThat(call.response().value("Min-SE")).isEqualTo("90");
        }
    }
}
