package org.ssms.call;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.sdp.AudioNegotiator;
import org.ssms.media.sdp.MalformedSdpException;
import org.ssms.media.sdp.Negotiation;
import org.ssms.media.sdp.SessionDescription;

class SdpExchangeTest {
    private final SdpExchange exchange =
            new SdpExchange(new AudioNegotiator(InetAddress.getLoopbackAddress(), 46_000, 1));

    private static SessionDescription offer(String formats) throws MalformedSdpException {
        return SessionDescription.parse(("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                        + "m=audio 40000 RTP/AVP " + formats + "\r\n")
                .getBytes(US_ASCII));
    }

    @Test
    void the_codec_may_change_until_a_recording_has_fixed_it() throws Exception {
        assertThat(exchange.answer(offer("0"))).isInstanceOf(Negotiation.Agreed.class);
        assertThat(exchange.answer(offer("8"))).isInstanceOf(Negotiation.Agreed.class);
        assertThat(exchange.fixCodec()).isEqualTo(AudioCodec.PCMA);
        assertThat(exchange.answer(offer("0"))).isInstanceOf(Negotiation.Refused.class);
    }

    @Test
    void a_refused_offer_changes_nothing() throws Exception {
        exchange.answer(offer("0"));
        var before = exchange.flow();
        exchange.answer(offer("18"));
        assertThat(exchange.flow()).isEqualTo(before);
        assertThat(exchange.acknowledged(null)).isTrue();
    }

    @Test
    void an_offer_of_ours_needs_an_answer() {
        exchange.offer();
        assertThat(exchange.offerPending()).isTrue();
        assertThat(exchange.acknowledged(null)).isFalse();
        assertThat(exchange.acknowledged("no sdp".getBytes(US_ASCII))).isFalse();
    }
}
