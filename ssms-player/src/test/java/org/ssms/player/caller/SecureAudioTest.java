package org.ssms.player.caller;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.sdp.AudioNegotiator;
import org.ssms.media.sdp.Negotiation.Agreed;
import org.ssms.media.sdp.SessionDescription;
import org.ssms.media.sdp.SrtpKeys;
import org.ssms.media.sdp.SrtpPolicy;
import org.ssms.protect.srtp.SrtpContext;
import org.ssms.protect.srtp.SrtpSuite;

/** What the caller offers is understood by the server's negotiation, and both sides then read each other. */
class SecureAudioTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final SdesKey key = new SdesKey();
    private final String offer =
            SdpText.describe(new InetSocketAddress(LOOPBACK, 4000), AudioCodec.PCMU, 1, "sendrecv", key.attribute());

    @Test
    void caller_and_server_agree_on_keys() throws Exception {
        AudioNegotiator negotiator = new AudioNegotiator(LOOPBACK, 16384, 1, SrtpPolicy.REQUIRED, new SecureRandom());
        Agreed agreed = (Agreed) negotiator.answer(SessionDescription.parse(offer.getBytes(US_ASCII)), null);
        SrtpKeys keys = Objects.requireNonNull(agreed.flow().keys());
        SrtpContext server =
                new SrtpContext(SrtpSuite.valueOf(keys.suite().name()), keys.revealLocal(), keys.revealRemote());
        String answer = new String(agreed.local().toBytes(), US_ASCII);
        SrtpContext caller = key.context(answer);
        assertThat(SdpText.read(answer).rtp().getPort()).isEqualTo(16384);

        ByteBuffer packet = ByteBuffer.allocate(200).limit(172).put(0, (byte) 0x80);
        assertThat(caller.protectRtp(packet)).isTrue();
        assertThat(server.unprotectRtp(packet)).isTrue();
        assertThat(server.protectRtp(packet)).isTrue();
        assertThat(caller.unprotectRtp(packet)).isTrue();
        assertThat(packet.remaining()).isEqualTo(172);
    }

    @Test
    void an_answer_without_a_key_is_none() {
        assertThatThrownBy(() -> key.context("m=audio 4 RTP/SAVP 0\r\n")).isInstanceOf(MalformedSipException.class);
    }

    @Test
    void a_description_over_ipv6_says_so() throws Exception {
        byte[] address = new byte[16];
        address[15] = 1;
        InetSocketAddress six = new InetSocketAddress(InetAddress.getByAddress(address), 4000);
        String sdp = SdpText.describe(six, AudioCodec.PCMU, 1, "sendrecv", "");
        assertThat(sdp)
                .contains("c=IN IP6 0:0:0:0:0:0:0:1\r\n")
                .contains("RTP/AVP 0")
                .endsWith("a=sendrecv\r\n");
        assertThat(SdpText.read(sdp).rtp()).isEqualTo(six);
    }
}
