package org.ssms.call;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.sdp.AudioNegotiator;
import org.ssms.media.sdp.MalformedSdpException;
import org.ssms.media.sdp.Negotiation;
import org.ssms.media.sdp.SessionDescription;
import org.ssms.media.sdp.SrtpKeys;
import org.ssms.media.sdp.SrtpPolicy;

class SdpExchangeTest {
    private final SdpExchange exchange = new SdpExchange(
            new AudioNegotiator(InetAddress.getLoopbackAddress(), 14_000, 1, SrtpPolicy.OPTIONAL, new SecureRandom()));

    private static SessionDescription offer(String formats) throws MalformedSdpException {
        return SessionDescription.parse(("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                        + "m=audio 40000 RTP/AVP " + formats + "\r\n")
                .getBytes(US_ASCII));
    }

    @Test
    void the_codec_may_change_at_any_time() throws Exception {
        assertThat(exchange.answer(offer("0"))).isInstanceOf(Negotiation.Agreed.class);
        assertThat(exchange.codec()).isEqualTo(AudioCodec.PCMU);
        assertThat(exchange.answer(offer("8"))).isInstanceOf(Negotiation.Agreed.class);
        assertThat(exchange.codec()).isEqualTo(AudioCodec.PCMA);
    }

    @Test
    void a_refused_offer_changes_nothing() throws Exception {
        exchange.answer(offer("0"));
        var before = exchange.flow();
        exchange.answer(offer("18"));
        assertThat(exchange.flow()).isEqualTo(before);
        assertThat(exchange.acknowledged(null)).isTrue();
    }

    private static SessionDescription secureOffer(char key, String direction) throws MalformedSdpException {
        return SessionDescription.parse(("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                        + "m=audio 40000 RTP/SAVP 0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:"
                        + String.valueOf(key).repeat(40) + "\r\na=" + direction + "\r\n")
                .getBytes(US_ASCII));
    }

    private SrtpKeys keysAfter(SessionDescription offer) throws MalformedSdpException {
        Negotiation result = exchange.answer(offer);
        assertThat(result).isInstanceOf(Negotiation.Agreed.class);
        return Objects.requireNonNull(((Negotiation.Agreed) result).flow().keys());
    }

    @Test
    void hold_keeps_the_keys_and_a_new_key_of_the_other_side_changes_them() throws Exception {
        SrtpKeys keys = keysAfter(secureOffer('A', "sendrecv"));
        byte[] local = keys.revealLocal();
        assertThat(keysAfter(secureOffer('A', "sendonly")).revealLocal()).isEqualTo(local);
        assertThat(keysAfter(secureOffer('B', "sendrecv")).revealLocal()).isNotEqualTo(local);
    }

    @Test
    void what_is_encrypted_once_stays_encrypted() throws Exception {
        keysAfter(secureOffer('A', "sendrecv"));
        assertThat(exchange.answer(offer("0"))).isInstanceOf(Negotiation.Refused.class);
    }

    @Test
    void keys_that_no_media_were_sent_with_are_closed() throws Exception {
        SrtpKeys replaced = keysAfter(secureOffer('A', "sendrecv"));
        SrtpKeys last = keysAfter(secureOffer('B', "sendrecv"));
        assertThatThrownBy(replaced::revealLocal).isInstanceOf(IllegalStateException.class);
        exchange.close();
        assertThatThrownBy(last::revealLocal).isInstanceOf(IllegalStateException.class);
        assertThat(exchange.answer(secureOffer('C', "sendrecv"))).isInstanceOf(Negotiation.Refused.class);
    }

    @Test
    void an_offer_of_ours_needs_an_answer() {
        exchange.offer();
        assertThat(exchange.offerPending()).isTrue();
        assertThat(exchange.acknowledged(null)).isFalse();
        assertThat(exchange.acknowledged("no sdp".getBytes(US_ASCII))).isFalse();
    }
}
