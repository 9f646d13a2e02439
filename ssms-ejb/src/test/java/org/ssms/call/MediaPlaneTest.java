package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.call.menu.Phrase;
import org.ssms.config.TestConfig;
import org.ssms.media.prompt.PromptName;

class MediaPlaneTest {
    @Test
    void callers_hear_the_operators_prompts_in_his_language(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("de"));
        Files.write(folder.resolve("de/goodbye.ulaw"), new byte[4321]); // 0 is the loudest
        CallConfig config = CallConfig.from(
                TestConfig.with(Map.of("ssms.greeting.language", "de", "ssms.prompts.directory", folder.toString())));
        assertThat(MediaPlane.voice(config, Clock.systemUTC()).say(Phrase.of(PromptName.GOODBYE)))
                .extracting(TestVoice::samples)
                .containsExactly(4321);
    }
}
