package org.ssms.protect.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ssms.protect.Fixtures.KID;
import static org.ssms.protect.Fixtures.MESSAGE_ID;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.base.json.JsonObject;
import org.ssms.protect.Fixtures;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageKey;

class LicenseDocumentTest {
    private static final String JSON = "{\"messageId\":\"2xe7d4kbvm9wn3p5q8rs6tj0ya\","
            + "\"kid\":\"a7e61c37-3e21-4033-8210-91fa607bf3b8\",\"keys\":["
            + "{\"use\":\"cenc\",\"track\":0,\"key\":\"02TAxkZMAAbjGC7__nap4Q\",\"salt\":\"\"},"
            + "{\"use\":\"srtp\",\"track\":1,\"key\":\"tswLFk62V66tqMDaH21H7A\",\"salt\":\"VytQt-Tivleg7kLtAgw\"}],"
            + "\"rights\":{\"plays\":3},\"lease\":\"5f2b7c0e-8a41-4c1d-9d55-3b2a1c0f9e77\","
            + "\"manifestSha256\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}";

    @Test
    void json_has_the_public_names() throws Exception {
        try (MessageKey key = Fixtures.key();
                LicenseDocument license = LicenseDocument.of(
                        MESSAGE_ID,
                        key,
                        EnumSet.of(KeyUse.CENC, KeyUse.SRTP),
                        UsageRights.fromJson("{\"plays\":3}"),
                        Fixtures.LEASE,
                        new byte[32])) {
            assertThat(license.toJson()).isEqualTo(JSON);
        }
    }

    @Test
    void a_document_that_parses_writes_the_same_bytes() throws Exception {
        LicenseDocument license = LicenseDocument.fromJson(JSON);
        assertThat(license.toJson()).isEqualTo(JSON);
        license.close();
        assertThatThrownBy(() -> license.key(KeyUse.CENC).revealKey()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void clear_key_json_is_a_json_web_key_set_with_rights_and_the_hash_of_the_manifest() throws Exception {
        LicenseDocument license = LicenseDocument.fromJson(JSON);
        assertThat(license.toClearKeyJson(KeyUse.CENC))
                .isEqualTo("{\"keys\":[{\"kty\":\"oct\",\"kid\":\"p-YcNz4hQDOCEJH6YHvzuA\","
                        + "\"k\":\"02TAxkZMAAbjGC7__nap4Q\"}],"
                        + "\"type\":\"temporary\",\"rights\":{\"plays\":3},"
                        + "\"lease\":\"5f2b7c0e-8a41-4c1d-9d55-3b2a1c0f9e77\","
                        + "\"manifestSha256\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}");
    }

    @Test
    void clear_key_json_for_a_stream_has_master_key_and_salt_in_one() throws Exception {
        try (LicenseDocument license = LicenseDocument.fromJson(JSON);
                DerivedKey srtp = license.key(KeyUse.SRTP)) {
            byte[] whole = new byte[30];
            System.arraycopy(srtp.revealKey(), 0, whole, 0, 16);
            System.arraycopy(srtp.revealSalt(), 0, whole, 16, 14);
            assertThat(license.toClearKeyJson(KeyUse.SRTP))
                    .contains("\"k\":\"" + JsonObject.toBase64Url(whole) + "\"}],\"type\":\"temporary\"");
        }
    }

    @Test
    void a_license_says_that_the_sender_has_allowed_more_since_the_recording() throws Exception {
        LicenseDocument plain = LicenseDocument.fromJson(JSON);
        assertThat(plain.isExtended()).isFalse();
        assertThat(plain.extended(false).toJson()).isEqualTo(JSON);
        LicenseDocument extended = plain.extended(true);
        assertThat(extended.toJson()).isEqualTo(JSON.replace("{\"plays\":3}", "{\"plays\":3},\"extended\":true"));
        assertThat(extended.toClearKeyJson(KeyUse.CENC)).contains("\"rights\":{\"plays\":3},\"extended\":true,");
        try (LicenseDocument read = LicenseDocument.fromJson(extended.toJson())) {
            assertThat(read.isExtended()).isTrue();
        }
    }

    @Test
    void t6_a_license_says_when_its_one_play_is_over_beside_the_rights_and_the_lease() throws Exception {
        LicenseDocument endless = LicenseDocument.fromJson(JSON);
        assertThat(endless.playEndsAt()).isNull();
        Instant end = Instant.parse("2026-11-27T13:00:00.25Z");
        LicenseDocument ending = endless.playedUntil(end).extended(true);
        assertThat(ending.toJson()).contains("0f9e77\",\"playEndsAt\":\"2026-11-27T13:00:00.250Z\",\"manifestSha256\"");
        assertThat(ending.toClearKeyJson(KeyUse.CENC))
                .contains("0f9e77\",\"playEndsAt\":\"2026-11-27T13:00:00.250Z\",\"manifestSha256\"");
        try (LicenseDocument read = LicenseDocument.fromJson(ending.toJson())) {
            assertThat(read.playEndsAt()).isEqualTo(end);
            assertThat(read.rights()).isEqualTo(endless.rights());
            assertThat(read.toJson()).isEqualTo(ending.toJson());
        }
    }

    @Test
    void damaged_documents_are_read_or_rejected() {
        Random random = new Random(20_261_128);
        byte[] good = JSON.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = Arrays.copyOf(good, i % 4 == 0 ? random.nextInt(good.length) : good.length);
            for (int k = random.nextInt(4); k >= 0 && bad.length > 0; k--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            String text = new String(bad, StandardCharsets.ISO_8859_1);
            try {
                LicenseDocument.fromJson(text).key(KeyUse.CENC);
            } catch (MalformedLicenseException | IllegalStateException expected) {
                assertThat(expected.getMessage()).doesNotContain("02TAxkZMAAbjGC7__nap4Q");
            }
        }
    }

    /** A name may be as long as a user name, and every character of it need escaping or three bytes; or a guest's. */
    @Test
    void a_license_with_the_longest_list_of_users_is_one_that_players_read() throws Exception {
        String guest = "mailto:" + "x".repeat(58) + "@" + ("a".repeat(63) + ".").repeat(2) + "example.x";
        for (String longest : List.of("\"".repeat(60), "\\".repeat(60), "\u20ac".repeat(60), guest)) {
            Set<String> users =
                    IntStream.range(1000, 1100).mapToObj(i -> longest + i).collect(Collectors.toSet());
            UsageRights rights = UsageRights.UNLIMITED.with(Right.USERS, users);
            try (MessageKey key = Fixtures.key();
                    LicenseDocument license = LicenseDocument.of(
                            MESSAGE_ID,
                            key,
                            EnumSet.of(KeyUse.CENC, KeyUse.SRTP),
                            rights,
                            Fixtures.LEASE,
                            new byte[32]);
                    LicenseDocument read = LicenseDocument.fromJson(license.toJson())) {
                assertThat(read.rights()).isEqualTo(rights);
                assertThat(license.toJson().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(64 * 1024);
            }
        }
        assertThatThrownBy(() -> UsageRights.fromJson("{\"users\":[\"" + "a".repeat(65) + "\"]}"))
                .isInstanceOf(MalformedLicenseException.class)
                .hasMessageContaining("users");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"manifest -> \"playEndsAt\":\"soon\",\"manifest",
                "\"manifest -> \"playEndsAt\":3600,\"manifest",
                "\"track\":1 -> \"track\":256",
                "\"track\":1 -> \"track\":\"1\"",
                "\"use\":\"srtp\" -> \"use\":\"drm\"",
                "\"plays\":3 -> \"plays\":-3",
                "AAAA\"} -> AAAB\"}",
                "AAAA\"} -> AAA\"}",
                "AAAA\"} -> AAAA=\"}",
                "\"keys\" -> \"key\"",
                "\"salt\":\"\" -> \"salt\":\"AA\"",
                "5f2b -> 5F2B",
                "5f2b7c0e- -> 5f2b7c-",
                "2xe7 -> 2XE7",
                "{\"messageId\" -> {\"more\":1,\"messageId\"",
                "\"kid\" -> \"messageId\":\"x\",\"kid\""
            })
    void another_document_is_malformed(String change) {
        String[] fromTo = change.split(" -> ", 2);
        String changed = JSON.replace(fromTo[0], fromTo[1]);
        assertThat(changed).isNotEqualTo(JSON);
        assertThatThrownBy(() -> LicenseDocument.fromJson(changed)).isInstanceOf(MalformedLicenseException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'plays':1}",
                "{plays:1}",
                "{\"plays\":1,}",
                "{\"plays\":1 /* no */}",
                "{\"plays\":1;\"forward\":1}",
                "{\"plays\"=1}",
                "{\"plays\":1,\"plays\":2}",
                "{\"plays\":01}",
                "{\"plays\":NaN}",
                ")]}'\n{\"plays\":1}",
                "[[\"plays\",1]]",
                "null",
                "[]"
            })
    void only_strict_json_is_read(String json) {
        assertThatThrownBy(() -> UsageRights.fromJson(json)).isInstanceOf(MalformedLicenseException.class);
    }

    @Test
    void deep_or_long_json_is_malformed() {
        assertThatThrownBy(() -> LicenseDocument.fromJson("{\"a\":".repeat(6000)))
                .isInstanceOf(MalformedLicenseException.class);
        assertThatThrownBy(() -> LicenseDocument.fromJson("{\"rights\":" + "[".repeat(30_000)))
                .isInstanceOf(MalformedLicenseException.class);
        assertThatThrownBy(() -> LicenseDocument.fromJson(JSON + " ".repeat(40_000)))
                .isInstanceOf(MalformedLicenseException.class);
    }

    @Test
    void a_clear_key_request_names_its_key_ids() throws Exception {
        assertThat(ClearKeyRequest.parse("{\"kids\":[\"p-YcNz4hQDOCEJH6YHvzuA\"],\"type\":\"temporary\"}")
                        .keyIds())
                .containsExactly(KID);
    }

    @ParameterizedTest
    @CsvSource({"'', CENC", "',\"use\":\"cenc\"', CENC", "',\"use\":\"srtp\"', SRTP"})
    void a_clear_key_request_of_a_player_of_streams_says_so(String member, KeyUse use) throws Exception {
        assertThat(ClearKeyRequest.parse("{\"kids\":[\"p-YcNz4hQDOCEJH6YHvzuA\"]" + member + "}")
                        .use())
                .isEqualTo(use);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kids\":[]}",
                "{}",
                "{\"kids\":\"p-YcNz4hQDOCEJH6YHvzuA\"}",
                "{\"kids\":[\"p-YcNz4hQDOCEJH6YHvzuB\"]}",
                "{\"kids\":[\"p+YcNz4hQDOCEJH6YHvzuA\"]}",
                "{\"kids\":[\"AAAA\"]}",
                "{\"kids\":[\"p-YcNz4hQDOCEJH6YHvzuA\"],\"type\":\"persistent-license\"}",
                "{\"kids\":[\"p-YcNz4hQDOCEJH6YHvzuA\"],\"use\":\"greeting\"}",
                "{\"kids\":[\"p-YcNz4hQDOCEJH6YHvzuA\"],\"use\":\"x\"}",
                "{\"kids\":[\"p-YcNz4hQDOCEJH6YHvzuA\"],\"use\":7}"
            })
    void another_clear_key_request_is_malformed(String json) {
        assertThatThrownBy(() -> ClearKeyRequest.parse(json)).isInstanceOf(MalformedLicenseException.class);
    }

    @Test
    void a_deposit_names_the_members_of_a_list_once_each_and_not_too_many() throws Exception {
        try (MessageKey key = Fixtures.key()) {
            List<String> members = List.of("alice", "bob");
            String json = new KeyDeposit(MESSAGE_ID, key, "sales", members, "sip:bob@example.org", null, null).toJson();
            KeyDeposit deposit = KeyDeposit.fromJson(KID, json);
            assertThat(deposit.members()).containsExactly("alice", "bob");
            assertThat(deposit.toJson()).isEqualTo(json);
            assertThatThrownBy(() -> KeyDeposit.fromJson(KID, json.replace("\"bob\"", "\"alice\"")))
                    .isInstanceOf(MalformedLicenseException.class)
                    .hasMessageContaining("members");
            String many = IntStream.range(0, 51).mapToObj(i -> "\"m" + i + "\"").collect(Collectors.joining(","));
            assertThatThrownBy(() -> KeyDeposit.fromJson(KID, json.replace("\"alice\",\"bob\"", many)))
                    .isInstanceOf(MalformedLicenseException.class)
                    .hasMessageContaining("members");
        }
    }

    @Test
    void deposit_and_registration_come_back() throws Exception {
        try (MessageKey key = Fixtures.key()) {
            String json = new KeyDeposit(MESSAGE_ID, key, "alice", "sip:bob@example.org", null).toJson();
            KeyDeposit deposit = KeyDeposit.fromJson(KID, json);
            assertThat(deposit.toJson()).isEqualTo(json);
            assertThat(deposit.key().derive(KeyUse.CENC, DerivedKey.ALL_TRACKS).revealKey())
                    .isEqualTo(key.derive(KeyUse.CENC, DerivedKey.ALL_TRACKS).revealKey());
            assertThatThrownBy(() -> KeyDeposit.fromJson(KID, json.replace("AAEC", "AAE")))
                    .isInstanceOf(MalformedLicenseException.class)
                    .hasMessageNotContaining("AwQ");
        }
        String json = new ManifestRegistration(MESSAGE_ID, new byte[32]).toJson();
        assertThat(ManifestRegistration.fromJson(json).toJson()).isEqualTo(json);
    }
}
