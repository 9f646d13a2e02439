package org.ssms.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.media.sdp.Negotiation.Agreed;
import org.ssms.media.sdp.Negotiation.Refused;

/** SRTP keys by session description, RFC 4568. */
class SdesTest {
    // RFC 4568 §6.1, the example key
    private static final String KEY = "d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj";
    private static final String OTHER = "NzB4d1BINUAvLEw6UzF3WSJ+PSdFcGdUJShpX1Zj";
    private static final String SAVP = "m=audio 4000 RTP/SAVP 0 101";
    private static final String AVP = "m=audio 4000 RTP/AVP 0 101";
    private static final String CRYPTO = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY;

    private final AudioNegotiator optional = negotiator(SrtpPolicy.OPTIONAL);

    @Test
    void savp_is_answered_with_one_key_of_ours_under_the_same_tag() throws Exception {
        Agreed agreed = answer(optional, SAVP, "a=crypto:7 AES_CM_128_HMAC_SHA1_32 inline:" + KEY + "|2^20");
        String local = Sdp.text(agreed.local());
        assertThat(local).contains("m=audio 16384 RTP/SAVP 0\r\n");
        assertThat(local.lines().filter(line -> line.startsWith("a=crypto")))
                .singleElement()
                .asString()
                .matches("a=crypto:7 AES_CM_128_HMAC_SHA1_32 inline:[A-Za-z0-9+/]{40}")
                .doesNotContain(KEY);
        SrtpKeys keys = keys(agreed);
        assertThat(keys.suite()).isEqualTo(SrtpSuite.AES_CM_128_HMAC_SHA1_32);
        assertThat(keys.revealRemote()).isEqualTo(Base64.getDecoder().decode(KEY));
        assertThat(local).contains(Base64.getEncoder().encodeToString(keys.revealLocal()));
    }

    @Test
    void the_first_line_that_can_be_used_is_taken() throws Exception {
        Agreed agreed = answer(
                optional,
                SAVP,
                "a=crypto:1 AEAD_AES_256_GCM inline:" + KEY,
                "a=crypto:2 F8_128_HMAC_SHA1_80 inline:" + KEY,
                "a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^20|1:4;inline:" + OTHER + "|2^20|2:4",
                "a=crypto:4 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " UNENCRYPTED_SRTP",
                "a=crypto:5 AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
                "a=crypto:6 AES_CM_128_HMAC_SHA1_32 inline:" + OTHER);
        assertThat(Sdp.text(agreed.local())).contains("a=crypto:5 AES_CM_128_HMAC_SHA1_80 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
                "1  AES_CM_128_HMAC_SHA1_80\tinline:" + KEY,
                "999999999 AES_CM_128_HMAC_SHA1_80 INLINE:" + KEY,
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^48",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|1048576",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|1:1",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^20|1:4",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " UNENCRYPTED_SRTCP",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " FEC_ORDER=FEC_SRTP",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " KDR=0 WSH=128 -X-UNKNOWN"
            })
    void a_line_is_used(String value) throws Exception {
        assertThat(keys(answer(optional, SAVP, "a=crypto:" + value)).revealRemote())
                .isEqualTo(Base64.getDecoder().decode(KEY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1 AES_CM_128_HMAC_SHA1_80",
                "x AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
                "-1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
                "9999999999 AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
                "1 aes_cm_128_hmac_sha1_80 inline:" + KEY,
                "1 AES_CM_128_HMAC_SHA1_80 " + KEY,
                "1 AES_CM_128_HMAC_SHA1_80 uri:" + KEY,
                "1 AES_CM_128_HMAC_SHA1_80 inline:",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "A",
                "1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJS=",
                "1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJS_j",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|0",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^49",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|1:",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|1:0",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|1:129",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|256:1",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|1:4|2^20",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^20|1:4|2:4",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + ";inline:" + OTHER,
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " KDR=1",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " UNAUTHENTICATED_SRTP",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " UNENCRYPTED_SRTP",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " FEC_ORDER=SRTP_FEC"
            })
    void a_line_is_not_used_and_without_another_the_offer_is_refused(String value) throws Exception {
        assertThat(optional.answer(Sdp.from(SAVP, "a=crypto:" + value), null))
                .isEqualTo(new Refused(307, "No usable crypto attribute"));
    }

    @ParameterizedTest
    @CsvSource({
        "|1:1, 01",
        "|2^20|1:4, 00000001",
        "|255:1, ff",
        "|65536:4, 00010000",
        "|18446744073709551615:9, 00ffffffffffffffff"
    })
    void an_mki_stands_in_what_they_send_and_not_in_what_we_send(String info, String bytes) throws Exception {
        Agreed agreed = answer(optional, SAVP, CRYPTO + info);
        assertThat(keys(agreed).remoteMki()).isEqualTo(HexFormat.of().parseHex(bytes));
        assertThat(Sdp.text(agreed.local())).containsPattern("inline:[A-Za-z0-9+/]{40}\r\n");
    }

    @Test
    void unencrypted_rtcp_is_agreed_to_by_saying_the_same() throws Exception {
        Agreed agreed = answer(optional, SAVP, CRYPTO + " UNENCRYPTED_SRTCP");
        assertThat(keys(agreed).isRtcpInClear()).isTrue();
        assertThat(Sdp.text(agreed.local())).containsPattern("inline:[A-Za-z0-9+/]{40} UNENCRYPTED_SRTCP\r\n");
        assertThat(keys(answer(optional, SAVP, CRYPTO)).isRtcpInClear()).isFalse();
        SessionDescription offer = optional.offer(agreed.local());
        String same = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + OTHER;
        assertThat(optional.accept(offer, Sdp.from(SAVP, same + " UNENCRYPTED_SRTCP")))
                .isInstanceOf(Agreed.class);
        assertThat(optional.accept(offer, Sdp.from(SAVP, same))).isInstanceOf(Refused.class);
    }

    /** A context that starts anew counts from 0 again: with a key of ours it would repeat its key stream. */
    @ParameterizedTest
    @ValueSource(strings = {"|1:4", " UNENCRYPTED_SRTCP"})
    void whatever_changes_the_packets_changes_our_key(String changed) throws Exception {
        SrtpKeys first = keys(answer(optional, SAVP, CRYPTO));
        SrtpKeys second = keys(answer(optional, SAVP, CRYPTO + changed));
        assertThat(second.areSameAs(first)).isFalse();
        assertThat(second.revealLocal()).isNotEqualTo(first.revealLocal());
        assertThat(keys(answer(optional, SAVP, CRYPTO + changed)).areSameAs(second))
                .isTrue();
    }

    @ParameterizedTest(name = "{0}: {1} gives {2}")
    @CsvSource({
        "OPTIONAL, RTP/AVP,  RTP/AVP",
        "OPTIONAL, RTP/SAVP, RTP/SAVP",
        "REQUIRED, RTP/AVP,  302",
        "REQUIRED, RTP/SAVP, RTP/SAVP",
        "OFF,      RTP/AVP,  RTP/AVP",
        "OFF,      RTP/SAVP, 302",
    })
    void the_policy_decides(SrtpPolicy policy, String offered, String answered) throws Exception {
        Negotiation outcome = negotiator(policy).answer(Sdp.from("m=audio 4000 " + offered + " 0", CRYPTO), null);
        assertThat(
                        outcome instanceof Refused refused
                                ? Integer.toString(refused.warnCode())
                                : ((Agreed) outcome).local().media().get(0).protocol())
                .isEqualTo(answered);
        boolean secure = answered.equals("RTP/SAVP");
        assertThat(outcome instanceof Agreed agreed && agreed.flow().keys() != null)
                .isEqualTo(secure);
    }

    @Test
    void of_two_sections_the_secure_one_is_taken_wherever_it_is() throws Exception {
        for (Agreed agreed : List.of(answer(optional, AVP, SAVP, CRYPTO), answer(optional, SAVP, CRYPTO, AVP))) {
            assertThat(agreed.flow().keys()).isNotNull();
            assertThat(agreed.local().media())
                    .extracting(MediaDescription::protocol, MediaDescription::port)
                    .containsExactlyInAnyOrder(tuple("RTP/SAVP", 16384), tuple("RTP/AVP", 0));
        }
        Agreed plain = answer(optional, SAVP, "a=crypto:1 UNKNOWN inline:" + KEY, AVP);
        assertThat(plain.flow().keys()).isNull();
    }

    @Test
    void the_same_key_keeps_ours_and_the_version_and_a_new_one_renews_both() throws Exception {
        Agreed first = answer(optional, SAVP, CRYPTO);
        Agreed again = (Agreed) optional.answer(Sdp.from(SAVP, CRYPTO), first.local());
        assertThat(again.local()).isEqualTo(first.local());
        assertThat(keys(again).areSameAs(keys(first))).isTrue();

        Agreed renewed = (Agreed)
                optional.answer(Sdp.from(SAVP, "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + OTHER), first.local());
        assertThat(keys(renewed).areSameAs(keys(first))).isFalse();
        assertThat(keys(renewed).revealLocal()).isNotEqualTo(keys(first).revealLocal());
        assertThat(Sdp.text(renewed.local())).contains("o=- 42 2 ");

        Agreed back = (Agreed) optional.answer(Sdp.from(SAVP, CRYPTO), renewed.local());
        assertThat(keys(back).areSameAs(keys(first)))
                .as("as if the renewal was refused")
                .isTrue();
    }

    @Test
    void a_delayed_offer_is_plain_unless_srtp_is_required_or_there_already() throws Exception {
        assertThat(optional.offer(null).media().get(0).protocol()).isEqualTo("RTP/AVP");
        Agreed secure = answer(optional, SAVP, CRYPTO);
        SessionDescription again = optional.offer(secure.local());
        assertThat(again.media().get(0).protocol()).isEqualTo("RTP/SAVP");
        assertThat(again.media().get(0).values("crypto"))
                .isEqualTo(secure.local().media().get(0).values("crypto").toList());
        assertThat(negotiator(SrtpPolicy.REQUIRED).offer(null).media().get(0).values("crypto"))
                .hasSize(2);
    }

    @Test
    void the_answer_to_our_offer_chooses_one_of_our_keys() throws Exception {
        AudioNegotiator required = negotiator(SrtpPolicy.REQUIRED);
        SessionDescription offer = required.offer(null);
        List<String> ours = offer.media().get(0).values("crypto").toList();
        Agreed agreed =
                (Agreed) required.accept(offer, Sdp.from(SAVP, "a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:" + KEY));
        assertThat(ours.get(1))
                .endsWith(Base64.getEncoder().encodeToString(keys(agreed).revealLocal()));
        Agreed later = (Agreed)
                required.answer(Sdp.from(SAVP, "a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:" + KEY), agreed.local());
        assertThat(keys(later).areSameAs(keys(agreed))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                AVP,
                SAVP,
                SAVP + "|a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
                SAVP + "|a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
                SAVP + "|a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY
                        + "|a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:" + KEY,
            })
    void an_answer_that_does_not_choose_is_refused(String sections) throws Exception {
        AudioNegotiator required = negotiator(SrtpPolicy.REQUIRED);
        assertThat(required.accept(required.offer(null), Sdp.from(sections.split("\\|", -1))))
                .isInstanceOf(Refused.class);
    }

    @Test
    void an_answer_with_our_own_key_is_refused() throws Exception {
        AudioNegotiator required = negotiator(SrtpPolicy.REQUIRED);
        SessionDescription offer = required.offer(null);
        String ours = offer.media().get(0).values("crypto").findFirst().orElseThrow();
        assertThat(required.accept(offer, Sdp.from(SAVP, "a=crypto:" + ours))).isInstanceOf(Refused.class);
    }

    @Test
    void rtcp_is_on_the_next_port_where_it_says_or_muxed() throws Exception {
        assertThat(answer(optional, AVP).flow().rtcp()).isEqualTo(new InetSocketAddress("192.0.2.1", 4001));
        assertThat(answer(optional, AVP, "a=rtcp:53020").flow().rtcp())
                .isEqualTo(new InetSocketAddress("192.0.2.1", 53020));
        assertThat(answer(optional, AVP, "a=rtcp:53020 IN IP4 192.0.2.7").flow().rtcp())
                .isEqualTo(new InetSocketAddress("192.0.2.7", 53020));
        for (String broken : List.of("a=rtcp:", "a=rtcp:0", "a=rtcp:x", "a=rtcp:70000")) {
            assertThat(Objects.requireNonNull(
                                    answer(optional, AVP, broken).flow().rtcp())
                            .getPort())
                    .isEqualTo(4001);
        }
        assertThat(answer(optional, AVP, "a=rtcp:5 IN IP6 2001:db8::1").flow().rtcp())
                .isEqualTo(new InetSocketAddress("192.0.2.1", 5));
        Agreed muxed = answer(optional, AVP, "a=rtcp-mux");
        assertThat(muxed.flow().isMuxed()).isTrue();
        assertThat(Sdp.text(muxed.local())).contains("a=rtcp-mux\r\n");
        assertThat(Sdp.text(answer(optional, AVP).local())).doesNotContain("rtcp");
    }

    @Test
    void no_key_is_printed() throws Exception {
        SessionDescription offer = Sdp.from(SAVP, CRYPTO, "a= Crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY);
        Agreed agreed = answer(optional, SAVP, CRYPTO);
        String ours = Base64.getEncoder().encodeToString(keys(agreed).revealLocal());
        assertThat(offer.toString() + agreed + CryptoAttribute.parse(CRYPTO.substring(9)))
                .doesNotContain(KEY)
                .doesNotContain(ours)
                .contains("redacted");
    }

    @Test
    void closed_keys_refuse_and_are_the_same_as_none() throws Exception {
        SrtpKeys keys = keys(answer(optional, SAVP, CRYPTO));
        SrtpKeys copy = new SrtpKeys(keys.suite(), keys.revealLocal(), keys.revealRemote());
        assertThat(keys.areSameAs(copy)).isTrue();
        keys.close();
        assertThat(keys.areSameAs(copy)).isFalse();
        assertThatThrownBy(keys::revealLocal).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(keys::revealRemote).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new SrtpKeys(SrtpSuite.AES_CM_128_HMAC_SHA1_80, new byte[29], new byte[30]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void any_crypto_line_is_used_or_refused() throws Exception {
        Random random = new Random(4568); // fixed seed: a failure repeats
        String value = "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^20 WSH=64";
        int used = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder line = new StringBuilder(value);
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                line.setCharAt(random.nextInt(line.length()), " 1|^:;=-A/+~\t\u00e9".charAt(random.nextInt(14)));
            }
            used += optional.answer(Sdp.from(SAVP, "a=crypto:" + line), null) instanceof Agreed ? 1 : 0;
        }
        assertThat(used).isBetween(10_000, 45_000);
        assertThat(CryptoAttribute.parse("1 AES_CM_128_HMAC_SHA1_80 inline:" + "A".repeat(200_000)))
                .isEmpty();
    }

    private static AudioNegotiator negotiator(SrtpPolicy policy) {
        return new AudioNegotiator(
                new InetSocketAddress("192.0.2.9", 0).getAddress(), 16384, 42, policy, new SecureRandom());
    }

    private static Agreed answer(AudioNegotiator negotiator, String... sections) throws MalformedSdpException {
        return (Agreed) negotiator.answer(Sdp.from(sections), null);
    }

    private static SrtpKeys keys(Agreed agreed) {
        return Objects.requireNonNull(agreed.flow().keys(), "a secure flow");
    }
}
