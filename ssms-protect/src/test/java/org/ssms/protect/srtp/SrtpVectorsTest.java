package org.ssms.protect.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.protect.Fixtures.hex;

import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyUse;

class SrtpVectorsTest {
    private static final String MASTER_KEY = "e1f97a0d3e018be0d64fa32c06de4139";
    private static final String MASTER_SALT = "0ec675ad498afeebb6960b3aabe6";

    /** RFC 3711 appendix B.2: the key stream for a zero SSRC and index. */
    @Test
    void key_stream_of_aes_counter_mode() throws Exception {
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(hex("2b7e151628aed2a6abf7158809cf4f3c"), "AES"),
                new IvParameterSpec(hex("f0f1f2f3f4f5f6f7f8f9fafbfcfd0000")));
        byte[] keyStream = cipher.doFinal(new byte[0xff02 * 16]);
        assertThat(Arrays.copyOf(keyStream, 48))
                .isEqualTo(hex("e03ead0935c95e80e166b16dd92b4eb4 d23513162b02d0f72a43a2fe4a5f97ab"
                        + "41e95b3bb0a2e8dd477901e4fca894c0"));
        assertThat(Arrays.copyOfRange(keyStream, 0xfeff * 16, keyStream.length))
                .isEqualTo(hex("ec8cdf7398607cb0f2d21675ea9ea1e4 362b7c3c6773516318a077d7fc5073ae"
                        + "6a2cc3787889374fbeb4c81b17ba6c44"));
    }

    /** RFC 3711 appendix B.3. */
    @Test
    void session_keys() {
        SecretKeySpec masterKey = new SecretKeySpec(hex(MASTER_KEY), "AES");
        byte[] salt = hex(MASTER_SALT);
        assertThat(SrtpDirection.sessionKey(masterKey, salt, 0, 16)).isEqualTo(hex("c61e7a93744f39ee10734afe3ff7a087"));
        assertThat(SrtpDirection.sessionKey(masterKey, salt, 2, 14)).isEqualTo(hex("30cbbc08863d8c85d49db34a9ae1"));
        assertThat(SrtpDirection.sessionKey(masterKey, salt, 1, 94))
                .isEqualTo(hex("cebe321f6ff7716b6fd4ab49af256a15 6d38baa48f0a0acf3c34e2359e6cdbce"
                        + "e049646c43d9327ad175578ef7227098 6371c10c9a369ac2f94a8c5fbcdddc25"
                        + "6d6e919a48b610ef17c2041e47403576 6b68642c59bbfc2f34db60dbdfb2"));
    }

    /** The reference packet of libsrtp's test driver (srtp_validate), under the same master key. */
    @Test
    void whole_packet_of_libsrtp() {
        byte[] packet = Arrays.copyOf(hex("800f1234decafbadcafebabe" + "ab".repeat(16)), 38);
        DerivedKey master = DerivedKey.of(KeyUse.SRTP, 1, hex(MASTER_KEY), hex(MASTER_SALT));
        assertThat(new SrtpProtector(master).protect(packet, 0, 28)).isEqualTo(38);
        assertThat(packet)
                .isEqualTo(hex("800f1234decafbadcafebabe 4e55dc4ce79978d88ca4d215949d2402 b78d6acc99ea179b8dbb"));
    }
}
