package org.ssms.media.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.media.codec.G711;

class PromptFolderTest {
    private static final Prompts BUILT_IN = Prompts.load("en");

    @TempDir
    private Path folder;

    private final Logger log = Logger.getLogger(PromptFolder.class.getName());
    private final List<LogRecord> logged = new ArrayList<>();

    @BeforeEach
    void listen() throws IOException {
        Files.createDirectory(folder.resolve("en"));
        log.setFilter(line -> {
            logged.add(line);
            return false;
        });
    }

    @AfterEach
    void stopListening() {
        log.setFilter(null);
    }

    @Test
    void a_clip_of_the_operator_takes_the_place_of_the_built_in_one() throws IOException {
        Files.write(folder.resolve("en/goodbye.ulaw"), sound(4321));
        Prompts prompts = Prompts.load("en", folder);
        assertThat(prompts.get("goodbye").samples()).isEqualTo(4321);
        assertThat(prompts.get("stored").samples())
                .isEqualTo(BUILT_IN.get("stored").samples());
        assertThat(prompts.names()).isEqualTo(BUILT_IN.names());
    }

    @Test
    void how_many_are_the_operators_is_told() throws IOException {
        Files.write(folder.resolve("en/goodbye.ulaw"), sound(100));
        Files.write(folder.resolve("en/stored.ulaw"), sound(100));
        Prompts.load("en", folder);
        assertThat(lines())
                .containsExactly("SSMS-2010 2 of %d prompts are those in %s"
                        .formatted(Prompts.catalogue("en").size(), folder.resolve("en")));
    }

    @ParameterizedTest
    @CsvSource({
        "goodbye.ulaw,      0,      ,     it is silent",
        "goodbye.ulaw,      8000,   ,     it is silent",
        "goodbye.ulaw,      200000, RIFF, 'it is a WAV file, not G.711 µ-law without a header'",
        "goodbye.ulaw,      28001,  abcd, it is longer than 3.5 s",
        "greeting.ulaw,     80001,  abcd, it is longer than 10.0 s",
        "good-bye.ulaw,     8000,   abcd, no prompt has this name",
        "goodbye.wav,       8000,   abcd, no prompt has this name",
        "pause.ulaw,        8000,   abcd, no prompt has this name",
    })
    void what_cannot_be_used_is_told_with_its_reason(String file, int size, String start, String reason)
            throws IOException {
        byte[] content = new byte[size];
        Arrays.fill(content, (byte) 0xff);
        for (int i = 0; start != null && i < start.length(); i++) {
            content[i] = (byte) start.charAt(i);
        }
        Files.write(folder.resolve("en").resolve(file), content);
        assertThat(Prompts.load("en", folder).get("goodbye").samples())
                .isEqualTo(BUILT_IN.get("goodbye").samples());
        assertThat(lines())
                .contains("SSMS-2009 built-in prompts are used instead of "
                        + folder.resolve("en").resolve(file) + ": " + reason);
    }

    @Test
    void what_is_no_file_is_told() throws IOException {
        Files.createDirectory(folder.resolve("en/goodbye.ulaw"));
        assertThat(Prompts.load("en", folder).get("goodbye").samples())
                .isEqualTo(BUILT_IN.get("goodbye").samples());
        assertThat(lines())
                .contains("SSMS-2009 built-in prompts are used instead of " + folder.resolve("en/goodbye.ulaw")
                        + ": it is no file");
    }

    @Test
    void what_is_no_folder_is_told() throws IOException {
        Files.write(folder.resolve("de"), sound(100));
        assertThat(Prompts.load("de", folder).names())
                .isEqualTo(Prompts.load("de").names());
        assertThat(lines().get(0))
                .startsWith("SSMS-2009 built-in prompts are used instead of " + folder.resolve("de") + ": ");
    }

    @Test
    void without_a_folder_for_the_language_all_are_built_in() {
        assertThat(Prompts.load("de", folder).names())
                .isEqualTo(Prompts.load("de").names());
        assertThat(lines())
                .containsExactly("SSMS-2010 0 of %d prompts are those in %s"
                        .formatted(Prompts.catalogue("de").size(), folder.resolve("de")));
    }

    private List<String> lines() {
        SimpleFormatter formatter = new SimpleFormatter();
        return logged.stream().map(formatter::formatMessage).toList();
    }

    private static byte[] sound(int samples) {
        byte[] ulaw = new byte[samples];
        Arrays.fill(ulaw, G711.linearToUlaw((short) 5000));
        return ulaw;
    }
}
