package org.ssms.license.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.base.config.ConfigException;
import org.ssms.base.config.ConfigValues;
import org.ssms.license.session.PasswordPolicy.Weakness;

class PasswordConfigTest {
    @TempDir
    Path directory;

    private static PasswordConfig read(String list) {
        Map<String, String> values = Map.of(
                "ssms.license.password.shortest",
                "12",
                "ssms.license.password.words",
                "ssms",
                PasswordConfig.BLOCK_LIST,
                list);
        return PasswordConfig.from(new ConfigValues(key -> Optional.ofNullable(values.get(key))));
    }

    @Test
    void an_operators_list_holds_whatever_case_and_width_it_is_written_in() throws IOException {
        Path list = Files.writeString(
                directory.resolve("list"), "Purple Elephant 7\n\n\uff44\uff4f\uff4c\uff4c house rain\n");
        PasswordPolicy policy = new PasswordPolicy(read(list.toString()));
        for (String password : new String[] {"purple elephant 7", "PURPLE ELEPHANT 7", "doll house rain"}) {
            assertThat(policy.weaknessOf(password, "carol")).as(password).contains(Weakness.COMMON);
        }
        assertThat(policy.weaknessOf("purple elephants 8", "carol")).isEmpty();
        assertThat(read("").blocked()).isEmpty();
    }

    @Test
    void a_list_that_is_none_stops_the_start() throws IOException {
        assertThatThrownBy(() -> read(directory.resolve("missing").toString())).isInstanceOf(ConfigException.class);
        Path broken = Files.write(directory.resolve("broken"), new byte[] {'a', (byte) 0xff, '\n'});
        assertThatThrownBy(() -> read(broken.toString())).isInstanceOf(ConfigException.class);
    }
}
