package org.ssms.protect.key;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MacKeyTest {
    /** RFC 4231 §4.2: key, data and tag of test case 1. */
    @Test
    void a_tag_is_that_of_the_published_vector() {
        MacKey key = MacKey.of(HexFormat.of().parseHex("0b".repeat(20)));
        assertThat(key.tag("Hi There".getBytes(US_ASCII)))
                .asHexString()
                .isEqualToIgnoringCase("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    }

    @Test
    void whoever_has_the_secret_derives_the_same_key_and_another_for_each_purpose_and_secret() throws Exception {
        PrivateKey secret = rsa();
        byte[] tag = tag(secret, "this");
        assertThat(tag(secret, "this")).isEqualTo(tag);
        assertThat(tag(secret, "that")).isNotEqualTo(tag);
        assertThat(tag(rsa(), "this")).isNotEqualTo(tag);
    }

    private static byte[] tag(PrivateKey secret, String purpose) throws GeneralSecurityException {
        return MacKey.derivedFrom(secret, purpose).tag(new byte[16]);
    }

    private static PrivateKey rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair().getPrivate();
    }
}
