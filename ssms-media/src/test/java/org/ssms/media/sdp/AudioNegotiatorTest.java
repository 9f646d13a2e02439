package org.ssms.media.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.media.codec.AudioCodec;
import org.ssms.media.sdp.Negotiation.Agreed;
import org.ssms.media.sdp.Negotiation.Refused;

class AudioNegotiatorTest {
    private static final InetSocketAddress CALLER = new InetSocketAddress("192.0.2.1", 4000);

    private final AudioNegotiator negotiator = new AudioNegotiator(address("192.0.2.9"), 16384, 42);

    @Test
    void a_plain_offer_is_answered_with_its_first_codec_and_events() throws Exception {
        Agreed agreed = answer(
                "m=audio 4000 RTP/AVP 8 0 18 96",
                "a=rtpmap:8 PCMA/8000",
                "a=rtpmap:96 telephone-event/8000",
                "a=fmtp:96 0-16",
                "a=ptime:30");
        assertThat(Sdp.text(agreed.local()))
                .isEqualTo(Sdp.lines(
                        "v=0",
                        "o=- 42 1 IN IP4 192.0.2.9",
                        "s=-",
                        "c=IN IP4 192.0.2.9",
                        "t=0 0",
                        "m=audio 16384 RTP/AVP 8 96",
                        "a=rtpmap:8 PCMA/8000",
                        "a=rtpmap:96 telephone-event/8000",
                        "a=fmtp:96 0-15",
                        "a=ptime:30",
                        "a=sendrecv"));
        assertThat(agreed.flow()).isEqualTo(new AudioFlow(AudioCodec.PCMA, 96, CALLER, Direction.SENDRECV, 30));
    }

    @Test
    void static_payload_types_need_no_rtpmap() throws Exception {
        assertThat(answer("m=audio 4000 RTP/AVP 0").flow())
                .isEqualTo(
                        new AudioFlow(AudioCodec.PCMU, AudioFlow.NO_TELEPHONE_EVENT, CALLER, Direction.SENDRECV, 20));
    }

    @Test
    void our_offer_gives_no_payload_type_another_meaning() throws Exception {
        Agreed codec = answer("m=audio 4000 RTP/AVP 101", "a=rtpmap:101 PCMU/8000");
        assertThat(Sdp.text(negotiator.offer(codec.local())))
                .contains("m=audio 16384 RTP/AVP 0 8 100\r\n", "a=rtpmap:100 telephone-event/8000");
        Agreed events = answer("m=audio 4000 RTP/AVP 0 99", "a=rtpmap:99 telephone-event/8000");
        assertThat(Sdp.text(negotiator.offer(events.local()))).contains("m=audio 16384 RTP/AVP 0 8 99\r\n");
    }

    @Test
    void a_codec_under_a_dynamic_payload_type_is_sent_and_received_under_it() throws Exception {
        Agreed agreed =
                answer("m=audio 4000 RTP/AVP 96 101", "a=rtpmap:96 pcma/8000/1", "a=rtpmap:101 telephone-event/8000");
        assertThat(agreed.flow().codec()).isEqualTo(AudioCodec.PCMA);
        assertThat(agreed.flow().payloadType()).isEqualTo(96);
        assertThat(agreed.flow().codecOf(96)).isEqualTo(AudioCodec.PCMA);
        assertThat(agreed.flow().codecOf(0)).isEqualTo(AudioCodec.PCMU);
        assertThat(agreed.flow().codecOf(97)).isNull();
        assertThat(Sdp.text(agreed.local())).contains("m=audio 16384 RTP/AVP 96 101", "a=rtpmap:96 PCMA/8000");
        Agreed again = (Agreed)
                negotiator.answer(Sdp.from("m=audio 4000 RTP/AVP 0 96", "a=rtpmap:96 PCMA/8000"), agreed.local());
        assertThat(again.flow().codec()).isEqualTo(AudioCodec.PCMA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"m=audio 4000 RTP/AVPF 0", "m=audio 4000 rtp/avp 0", "m=Audio 4000 RTP/AVP 0"})
    void media_and_protocol_are_answered_as_they_are_written(String section) throws Exception {
        assertThat(answer(section, "a=rtcp-fb:* trr-int 5000").flow().codec()).isEqualTo(AudioCodec.PCMU);
        assertThat(Sdp.text(answer(section).local()))
                .contains(section.replace("Audio", "audio").replace("4000", "16384"));
    }

    @Test
    void a_time_to_live_of_a_host_is_read_over() throws Exception {
        assertThat(answer("m=audio 4000 RTP/AVP 0", "c=IN IP4 192.0.2.1/127")
                        .flow()
                        .remote())
                .isEqualTo(CALLER);
    }

    @Test
    void every_other_stream_is_refused_in_its_place() throws Exception {
        Agreed agreed = answer(
                "m=video 4002 RTP/AVP 96 97",
                "a=rtpmap:96 H264/90000",
                "m=audio 4004 RTP/SAVP 0",
                "m=audio 4000 RTP/AVP 0",
                "m=audio 4006 RTP/AVP 8",
                "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
                "m=image 0 udptl t38",
                "m=x-new 4010 X/Y z");
        assertThat(Sdp.text(agreed.local()).lines().filter(line -> line.startsWith("m=")))
                .containsExactly(
                        "m=video 0 RTP/AVP 96 97",
                        "m=audio 0 RTP/SAVP 0",
                        "m=audio 16384 RTP/AVP 0",
                        "m=audio 0 RTP/AVP 8",
                        "m=application 0 UDP/DTLS/SCTP webrtc-datachannel",
                        "m=image 0 udptl t38",
                        "m=x-new 0 X/Y z");
        assertThat(agreed.flow().remote()).isEqualTo(CALLER);
    }

    @ParameterizedTest(name = "offered {0}, answered {1}")
    @CsvSource({
        "sendrecv, sendrecv",
        "sendonly, recvonly",
        "recvonly, sendonly",
        "inactive, inactive",
        "receiveonly, sendonly"
    })
    void the_direction_is_answered_on_either_level(String offered, String answered) throws Exception {
        Agreed media = answer("m=audio 4000 RTP/AVP 0", "a=" + offered);
        Agreed session = answer("a=" + offered, "m=audio 4000 RTP/AVP 0");
        Agreed both = answer("a=inactive", "m=audio 4000 RTP/AVP 0", "a=" + offered);
        for (Agreed agreed : new Agreed[] {media, session, both}) {
            assertThat(Sdp.text(agreed.local())).contains("a=" + answered + "\r\n");
            assertThat(agreed.flow().direction())
                    .isEqualTo(Direction.fromAttribute(answered).orElseThrow());
        }
    }

    @Test
    void hold_by_the_unspecified_address_stops_our_sending_only() throws Exception {
        Agreed agreed = answer("m=audio 4000 RTP/AVP 0", "c=IN IP4 0.0.0.0");
        assertThat(agreed.flow().direction()).isEqualTo(Direction.RECVONLY);
        assertThat(agreed.flow().remote().getAddress().isAnyLocalAddress()).isTrue();
        assertThat(answer("m=audio 4000 RTP/AVP 0", "c=IN IP4 0.0.0.0", "a=sendonly")
                        .flow()
                        .direction())
                .isEqualTo(Direction.RECVONLY);
        assertThat(answer("m=audio 4000 RTP/AVP 0", "c=IN IP4 0.0.0.0", "a=inactive")
                        .flow()
                        .direction())
                .isEqualTo(Direction.INACTIVE);
    }

    @Test
    void the_address_of_the_section_goes_before_that_of_the_session() throws Exception {
        assertThat(answer("m=audio 4000 RTP/AVP 0", "c=IN IP4 192.0.2.77")
                        .flow()
                        .remote())
                .isEqualTo(new InetSocketAddress("192.0.2.77", 4000));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "m=audio 4000 RTP/AVP 18;                                    305",
                "m=audio 4000 RTP/AVP 96|a=rtpmap:96 PCMU/16000;             305",
                "m=audio 4000 RTP/AVP 96;                                    305",
                "m=audio 4000 RTP/AVP 18|a=rtpmap:18 PCMU/8000;              305",
                "m=audio 4000 RTP/AVP;                                       305",
                "m=audio 4000 RTP/AVP 0|a=rtpmap:0 G726-32/8000;             305",
                "m=audio 4000 RTP/AVP 0|a=rtpmap:0 PCMU/16000;               305",
                "m=audio 4000 RTP/AVP 101|a=rtpmap:101 telephone-event/8000; 305",
                "m=audio 4000 RTP/SAVP 0;                                    302",
                "m=audio 4000 UDP/TLS/RTP/SAVPF 0;                           302",
                "m=audio 4000 RTP/AVP 0|c=IN IP4 224.2.1.1/127;              330",
                "m=audio 4000 RTP/AVP 0|c=IN IP4 239.0.0.1;                  330",
                "m=audio 4000 RTP/AVP 0|c=IN IP4 caller.example.com;         301",
                "m=audio 4000 RTP/AVP 0|c=IN IP4 999.1.1.1;                  301",
                "m=audio 4000 RTP/AVP 0|c=IN IP4 1.2.3;                      301",
                "m=audio 4000 RTP/AVP 0|c=IN IP4 0x7f.0.0.1;                 301",
                "m=audio 4000 RTP/AVP 0|c=IN IP4 255.255.255.255;            301",
                "m=audio 4000 RTP/AVP 0|c=IN IP4 127.0.0.1;                  301",
                "m=audio 4000 RTP/AVP 0|c=IN IP6 2001:db8::1;                301",
                "m=audio 4000 RTP/AVP 0|c=IN IP6 ::ffff:192.0.2.1;           301",
                "m=audio 4000 RTP/AVP 0|c=ATM NSAP 47.0091;                  300",
                "m=audio 0 RTP/AVP 0;                                        304",
                "m=video 4000 RTP/AVP 31;                                    304",
                "a=sendrecv;                                                 304",
                "m=video 4000 RTP/AVP 31|m=audio 4000 RTP/AVP 18;            305",
            })
    void what_does_not_fit_is_refused_with_a_warning(String sections, int warnCode) throws Exception {
        Negotiation refused = negotiator.answer(Sdp.from(sections.split("\\|", -1)), null);
        assertThat(refused).isInstanceOfSatisfying(Refused.class, r -> {
            assertThat(r.warnCode()).isEqualTo(warnCode);
            assertThat(r.warnText()).isNotBlank().doesNotContain("\"");
        });
    }

    @Test
    void an_offer_without_any_address_is_refused() throws Exception {
        String text = Sdp.lines("v=0", "o=- 1 1 IN IP4 192.0.2.1", "s=-", "t=0 0", "m=audio 4000 RTP/AVP 0");
        SessionDescription offer = SessionDescription.parse(text.getBytes(UTF_8));
        assertThat(negotiator.answer(offer, null)).isEqualTo(new Refused(301, "Incompatible network address formats"));
    }

    @Test
    void a_loopback_caller_is_answered_from_loopback() throws Exception {
        AudioNegotiator loopback = new AudioNegotiator(address("127.0.0.1"), 16384, 1);
        SessionDescription offer = Sdp.from("m=audio 4000 RTP/AVP 0", "c=IN IP4 127.0.0.1");
        assertThat(loopback.answer(offer, null)).isInstanceOf(Agreed.class);
    }

    @Test
    void ipv6_is_negotiated_from_an_ipv6_socket() throws Exception {
        AudioNegotiator six = new AudioNegotiator(address("2001:db8::9"), 16384, 1);
        SessionDescription offer = Sdp.from("m=audio 4000 RTP/AVP 0", "c=IN IP6 2001:db8::1");
        Agreed agreed = (Agreed) six.answer(offer, null);
        assertThat(agreed.flow().remote()).isEqualTo(new InetSocketAddress("2001:db8::1", 4000));
        assertThat(Sdp.text(agreed.local())).contains("c=IN IP6 2001:db8:0:0:0:0:0:9\r\n");
        assertThat(six.answer(Sdp.from("m=audio 4000 RTP/AVP 0"), null)).isInstanceOf(Refused.class);
    }

    @ParameterizedTest(name = "{0}: {1} ms")
    @CsvSource({
        "ptime:10, 10",
        "ptime:60, 60",
        "ptime:5, 10",
        "ptime:200, 60",
        "ptime:abc, 20",
        "ptime:20.0, 20",
        "ptime:0, 20",
        "maxptime:10, 10",
        "maxptime:150, 20"
    })
    void the_packet_time_is_what_the_other_side_wants_within_bounds(String attribute, int millis) throws Exception {
        assertThat(answer("m=audio 4000 RTP/AVP 0", "a=" + attribute).flow().ptimeMillis())
                .isEqualTo(millis);
    }

    /** As browsers and phones with wideband codecs offer them, one for each clock. */
    @ParameterizedTest
    @CsvSource({
        "96 telephone-event/48000, 97 telephone-event/8000, 97",
        "97 telephone-event/8000, 96 telephone-event/48000, 97",
        "110 telephone-event/16000, 126 telephone-event/8000/1, 126",
        "101 Telephone-Event/8000, 102 telephone-event/16000, 101",
        "101 telephone-event/16000, 102 telephone-event/48000, -1",
        "101 telephone-event/80000, 102 telephone-event/32000, -1",
        "101 telephone-event/8000/2, 102 telephone-event, -1",
        "103 CN/16000, 127 TELEPHONE-EVENT/8000, 127",
    })
    void of_events_in_several_clocks_that_of_the_codec_is_taken(String one, String other, int taken) throws Exception {
        Agreed agreed = answer(
                "m=audio 4000 RTP/AVP 0 " + one.split(" ", 2)[0] + " " + other.split(" ", 2)[0],
                "a=rtpmap:" + one,
                "a=rtpmap:" + other);
        assertThat(agreed.flow().telephoneEventPayloadType()).isEqualTo(taken);
    }

    @Test
    void events_may_have_any_dynamic_payload_type() throws Exception {
        for (int payloadType = 96; payloadType < 128; payloadType++) {
            Agreed agreed = answer(
                    "m=audio 4000 RTP/AVP 0 " + payloadType, "a=rtpmap:" + payloadType + " telephone-event/8000");
            assertThat(agreed.flow().telephoneEventPayloadType()).isEqualTo(payloadType);
            assertThat(Sdp.text(agreed.local())).contains("a=fmtp:" + payloadType + " 0-15");
        }
    }

    @Test
    void the_version_grows_exactly_when_the_description_changes() throws Exception {
        SessionDescription first = answer("m=audio 4000 RTP/AVP 0 101", "a=rtpmap:101 telephone-event/8000")
                .local();
        SessionDescription same = again(first, "m=audio 4444 RTP/AVP 0 101", "a=rtpmap:101 telephone-event/8000");
        SessionDescription held = again(same, "m=audio 4000 RTP/AVP 0", "a=sendonly");
        SessionDescription heldStill = again(held, "m=audio 4000 RTP/AVP 0", "a=sendonly");
        SessionDescription resumed = again(heldStill, "m=audio 4000 RTP/AVP 0");
        assertThat(same).isEqualTo(first);
        assertThat(held.origin().sessionVersion()).isEqualTo("2");
        assertThat(heldStill).isEqualTo(held);
        assertThat(resumed.origin().sessionVersion()).isEqualTo("3");
        assertThat(resumed.origin().sessionId()).isEqualTo("42");
    }

    @Test
    void a_later_offer_keeps_the_codec_of_the_call_when_it_can() throws Exception {
        SessionDescription first = answer("m=audio 4000 RTP/AVP 8 0").local();
        Agreed again = (Agreed) negotiator.answer(Sdp.from("m=audio 4000 RTP/AVP 0 8"), first);
        assertThat(again.flow().codec()).isEqualTo(AudioCodec.PCMA);
        Agreed only = (Agreed) negotiator.answer(Sdp.from("m=audio 4000 RTP/AVP 0"), first);
        assertThat(only.flow().codec()).isEqualTo(AudioCodec.PCMU);
    }

    @Test
    void a_delayed_offer_names_both_codecs_and_takes_the_answer() throws Exception {
        SessionDescription offer = negotiator.offer(null);
        assertThat(Sdp.text(offer))
                .isEqualTo(Sdp.lines(
                        "v=0",
                        "o=- 42 1 IN IP4 192.0.2.9",
                        "s=-",
                        "c=IN IP4 192.0.2.9",
                        "t=0 0",
                        "m=audio 16384 RTP/AVP 0 8 101",
                        "a=rtpmap:0 PCMU/8000",
                        "a=rtpmap:8 PCMA/8000",
                        "a=rtpmap:101 telephone-event/8000",
                        "a=fmtp:101 0-15",
                        "a=ptime:20",
                        "a=sendrecv"));
        Negotiation accepted = negotiator.accept(
                offer, Sdp.from("m=audio 4000 RTP/AVP 8 101", "a=rtpmap:101 telephone-event/8000", "a=sendonly"));
        assertThat(accepted)
                .isEqualTo(new Agreed(offer, new AudioFlow(AudioCodec.PCMA, 101, CALLER, Direction.RECVONLY, 20)));
    }

    @Test
    void a_later_offer_keeps_refused_streams_refused_and_in_place() throws Exception {
        SessionDescription previous =
                answer("m=video 4002 RTP/AVP 96", "m=audio 4000 RTP/AVP 0").local();
        SessionDescription offer = negotiator.offer(previous);
        assertThat(Sdp.text(offer))
                .contains("m=video 0 RTP/AVP 96\r\nm=audio 16384 RTP/AVP 0 8 101\r\n")
                .contains("o=- 42 2 ");
        assertThat(negotiator.offer(offer)).isEqualTo(offer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m=audio 0 RTP/AVP 0",
                "m=video 4000 RTP/AVP 0",
                "m=audio 4000 RTP/AVP 18",
                "m=audio 4000 RTP/SAVP 0",
                "m=audio 4000 RTP/AVP 0|m=video 4002 RTP/AVP 96",
                "a=sendrecv",
                "m=audio 4000 RTP/AVP 0|c=IN IP4 224.0.0.1"
            })
    void an_answer_that_does_not_answer_is_refused(String sections) throws Exception {
        assertThat(negotiator.accept(negotiator.offer(null), Sdp.from(sections.split("\\|", -1))))
                .isInstanceOf(Refused.class);
    }

    @Test
    void it_needs_a_real_address() {
        assertThatThrownBy(() -> new AudioNegotiator(address("0.0.0.0"), 16384, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Agreed answer(String... sections) throws MalformedSdpException {
        return (Agreed) negotiator.answer(Sdp.from(sections), null);
    }

    private SessionDescription again(SessionDescription previous, String... sections) throws MalformedSdpException {
        return ((Agreed) negotiator.answer(Sdp.from(sections), previous)).local();
    }

    private static InetAddress address(String literal) {
        return new InetSocketAddress(literal, 0).getAddress();
    }
}
