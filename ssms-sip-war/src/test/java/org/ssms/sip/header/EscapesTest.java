package org.ssms.sip.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EscapesTest {
    @Test
    void a_target_is_written_as_one_parameter_value() {
        assertThat(Escapes.parameter("sip:alice@localhost;x=1")).isEqualTo("sip%3Aalice%40localhost%3Bx%3D1");
    }

    @Test
    void what_is_escaped_decodes_to_the_same_text() throws Exception {
        Random random = new Random(20_261_123); // fixed seed: a failure repeats
        for (int i = 0; i < 20_000; i++) {
            String text = random.ints(random.nextInt(12), 1, 0x2fff)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(Escapes.decode(Escapes.user(text))).isEqualTo(text);
            assertThat(Escapes.decode(Escapes.parameter(text))).isEqualTo(text);
            assertThat(Escapes.decode(Escapes.header(text))).isEqualTo(text);
        }
    }
}
