package org.ssms.protect.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.protect.key.Sha256;

class AuditRowTest {
    private static final UUID CHAIN = AuditFixture.CHAIN;

    @Test
    void what_the_mac_is_about_is_what_the_decision_says_and_nothing_of_the_chain() {
        AuditRow row = AuditFixture.row(15).with(AuditMember.ACTOR, "j\u00fcrgen");
        assertThat(new String(row.said(), UTF_8)).isEqualTo("""
                        ssms-audit-row-1
                        id=2:37
                        at=27:2026-11-28T12:00:00.015015Z
                        event=7:FORWARD
                        kid=36:00000000-0000-000f-0000-000000000011
                        messageId=26:0123456789abcdefghijklmnop
                        actor=7:j\u00fcrgen
                        decision=7:REFUSED
                        reason=12:NOT_ENTITLED
                        recipient=22:mailto:bob@example.com
                        remoteAddress=9:192.0.2.1
                        """);
    }

    @Test
    void the_hash_is_of_the_one_before_and_of_the_canonical_bytes() {
        Map<AuditMember, String> texts = new EnumMap<>(AuditMember.class);
        texts.put(AuditMember.PLACE, "1");
        texts.put(AuditMember.EVENT, "LOGIN");
        texts.put(AuditMember.PROOF, "RIGHT");
        String canonical = "place=1:1\nevent=5:LOGIN\nproof=5:RIGHT\n";
        byte[] start = Sha256.of(("ssms-audit-1\n" + CHAIN).getBytes(UTF_8));
        assertThat(AuditRow.start(CHAIN)).isEqualTo(start);
        byte[] both = HexFormat.of()
                .parseHex(HexFormat.of().formatHex(start) + HexFormat.of().formatHex(canonical.getBytes(UTF_8)));
        assertThat(AuditRow.of(texts).hash(start)).isEqualTo(Sha256.of(both));
    }

    @Test
    void a_line_has_all_that_was_hashed_whatever_is_in_it() throws Exception {
        AuditRow row = AuditFixture.row(21).with(AuditMember.ACTOR, "a\"b\\c\nd\u2028\u00e4\ud83d\ude00");
        String line = row.toJson("h");
        assertThat(line)
                .doesNotContain("\n")
                .startsWith("{\"place\":21,\"id\":49,")
                .endsWith(",\"hash\":\"h\"}");
        AuditRow read = AuditRow.fromJson(JsonObject.parse(line, 4096));
        assertThat(read.hash(new byte[32])).isEqualTo(row.hash(new byte[32]));
    }

    @Test
    void no_two_rows_have_the_same_bytes() {
        AuditRow one = AuditFixture.row(1).with(AuditMember.ACTOR, "a").with(AuditMember.RECIPIENT, "b");
        AuditRow other = AuditFixture.row(1).with(AuditMember.ACTOR, "a\ndecision=7:GRANTED\nrecipient=1:b");
        assertThat(one.said()).isNotEqualTo(other.said());
        assertThat(one.said()).isNotEqualTo(one.with(AuditMember.RECIPIENT, "").said());
    }

    @Test
    void a_line_with_something_that_nobody_hashes_is_refused() {
        assertThatThrownBy(() -> AuditRow.fromJson(JsonObject.parse("{\"place\":1,\"hash\":\"h\",\"x\":1}", 4096)))
                .isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> AuditRow.fromJson(JsonObject.parse("{\"place\":\"1\",\"hash\":\"h\"}", 4096)))
                .isInstanceOf(MalformedJsonException.class);
    }
}
