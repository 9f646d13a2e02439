package org.ssms.protect.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ssms.protect.Fixtures.PASSWORD;
import static org.ssms.protect.Fixtures.hex;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.protect.Fixtures;

class SecretBoxTest {
    private static final byte[] SECRET = "fourteen words".getBytes(UTF_8);
    private static final byte[] ROW = "sip-secret|alice".getBytes(UTF_8);

    private final SecretBox box = SecretBox.of(hex("00112233445566778899aabbccddeeff".repeat(2)));

    /**
     * McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B, the test cases with 256 bit keys and 96 bit
     * nonces.
     */
    @ParameterizedTest(name = "test case {0}")
    @CsvSource({
        "13, 0000000000000000000000000000000000000000000000000000000000000000, 000000000000000000000000, '', '', '',"
                + " 530f8afbc74536b9a963b4f1c4cb738b",
        "14, 0000000000000000000000000000000000000000000000000000000000000000, 000000000000000000000000,"
                + " 00000000000000000000000000000000, '', cea7403d4d606b6e074ec5d3baf39d18,"
                + " d0d1c8a799996bf0265b98b5d48ab919",
        "16, feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308, cafebabefacedbaddecaf888,"
                + " d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
                + "b16aedf5aa0de657ba637b39, feedfacedeadbeeffeedfacedeadbeefabaddad2,"
                + " 522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
                + "c5f61e6393ba7a0abcc9f662, 76fc6ece0f4e1768cddf8853bb2d551b"
    })
    void it_opens_the_published_vectors(
            int number, String key, String nonce, String clear, String associated, String encrypted, String tag) {
        assertThat(SecretBox.of(hex(key)).open(hex(nonce + encrypted + tag), hex(associated)))
                .hasValueSatisfying(opened -> assertThat(opened).isEqualTo(hex(clear)));
    }

    @Test
    void what_is_sealed_opens_again_and_does_not_show() {
        byte[] sealed = box.seal(SECRET, ROW);
        assertThat(sealed).hasSize(SECRET.length + 28);
        assertThat(HexFormat.of().formatHex(sealed))
                .doesNotContain(HexFormat.of().formatHex(SECRET));
        assertThat(box.open(sealed, ROW))
                .hasValueSatisfying(clear -> assertThat(clear).isEqualTo(SECRET));
        assertThat(box.seal(SECRET, ROW)).isNotEqualTo(sealed);
    }

    @Test
    void it_opens_for_no_other_row_and_under_no_other_key() {
        byte[] sealed = box.seal(SECRET, ROW);
        assertThat(box.open(sealed, "sip-secret|bob".getBytes(UTF_8))).isEmpty();
        assertThat(SecretBox.of(new byte[32]).open(sealed, ROW)).isEmpty();
    }

    @Test
    void any_changed_or_missing_byte_is_found() {
        byte[] sealed = box.seal(SECRET, ROW);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThat(box.open(changed, ROW)).isEmpty();
            assertThat(box.open(Arrays.copyOf(sealed, i), ROW)).isEmpty();
        }
    }

    @Test
    void the_key_comes_from_a_key_store() throws IOException {
        SecretBox stored = SecretBox.load(Fixtures.keystore(), PASSWORD, "kek1");
        byte[] sealed = stored.seal(SECRET, ROW);
        assertThat(SecretBox.load(Fixtures.keystore(), PASSWORD, "kek1").open(sealed, ROW))
                .isPresent();
        assertThat(SecretBox.load(Fixtures.keystore(), PASSWORD, "kek2").open(sealed, ROW))
                .isEmpty();
        assertThatThrownBy(() -> SecretBox.load(Fixtures.keystore(), PASSWORD, "node"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'node'");
        assertThatThrownBy(() -> SecretBox.load(Path.of("missing.p12"), PASSWORD, "kek1"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void it_does_not_print_its_key() {
        assertThat(box).hasToString("SecretBox[redacted]");
        assertThatThrownBy(() -> SecretBox.of(new byte[16]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the key of a secret box has 32 bytes");
    }

    /** RFC 4231 §4.3, test case 2. */
    @Test
    void a_mac_key_gives_the_published_tag() {
        MacKey key = MacKey.of("Jefe".getBytes(UTF_8));
        assertThat(key.tag("what do ya want for nothing?".getBytes(UTF_8)))
                .isEqualTo(hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
        assertThat(key).hasToString("MacKey[redacted]");
    }
}
