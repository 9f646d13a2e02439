package org.ssms.protect.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {
    private final SecureRandom random = new SecureRandom();

    @Test
    void a_million_key_ids_have_no_duplicate() throws Exception {
        SecureRandom fast = SecureRandom.getInstance("SHA1PRNG"); // the default one waits for the kernel
        Set<KeyId> seen = new HashSet<>(2_000_000);
        for (int i = 0; i < 1_000_000; i++) {
            seen.add(KeyId.generate(fast));
        }
        assertThat(seen).hasSize(1_000_000);
    }

    @Test
    void key_ids_are_random_uuids_with_all_122_bits_in_use() {
        long most = 0;
        long least = 0;
        for (int i = 0; i < 200; i++) {
            KeyId id = KeyId.generate(random);
            assertThat(id.value().version()).isEqualTo(4);
            assertThat(id.value().variant()).isEqualTo(2);
            most |= id.value().getMostSignificantBits();
            least |= id.value().getLeastSignificantBits();
        }
        assertThat(Long.bitCount(most)).isEqualTo(60 + 1);
        assertThat(Long.bitCount(least)).isEqualTo(62 + 1);
    }

    @Test
    void a_key_id_comes_back_from_text_and_bytes() {
        KeyId id = KeyId.generate(random);
        assertThat(KeyId.parse(id.toString())).isEqualTo(id);
        assertThat(KeyId.read(ByteBuffer.wrap(id.toBytes()))).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-1-1-1-1",
                "A7E61C37-3E21-4033-8210-91FA607BF3B8",
                "a7e61c37-3e21-4033-8210-91fa607bf3b8 ",
                "a7e61c373e2140338210-91fa607bf3b8---",
                "../../../../../etc/passwd00000000000"
            })
    void other_texts_are_no_key_id(String text) {
        assertThatThrownBy(() -> KeyId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void message_ids_are_26_characters_of_crockford_base32() {
        Set<MessageId> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            MessageId id = MessageId.generate(random);
            assertThat(id.value()).matches("[0-7][0-9a-hjkmnp-tv-z]{25}");
            assertThat(MessageId.parse(id.toString())).isEqualTo(id);
            seen.add(id);
        }
        assertThat(seen).hasSize(10_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2xe7d4kbvm9wn3p5q8rs6tj0y",
                "2xe7d4kbvm9wn3p5q8rs6tj0yaa",
                "8xe7d4kbvm9wn3p5q8rs6tj0ya",
                "2XE7D4KBVM9WN3P5Q8RS6TJ0YA",
                "2xe7d4kbvm9wn3p5q8rs6tj0yu",
                "2xe7d4kbvm9wn3p5q8rs6tj0y.",
                "../../../../../etc/passwd0",
                "2xe7d4kbvm9wn3p5q8rs6tj0y\u0000"
            })
    void other_texts_are_no_message_id(String text) {
        assertThatThrownBy(() -> MessageId.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a message id");
    }
}
