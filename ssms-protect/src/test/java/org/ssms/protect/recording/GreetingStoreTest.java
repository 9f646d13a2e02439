package org.ssms.protect.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageKey;

class GreetingStoreTest {
    private static final byte[] SOUND = "Alice is on holidays, and nobody is at home.".getBytes(US_ASCII);

    @TempDir
    private Path directory;

    private final MessageKey key = MessageKey.generate(new SecureRandom());
    private final KeyId kid = key.id();
    private final DerivedKey derived = key.derive(KeyUse.GREETING, DerivedKey.ALL_TRACKS);
    private GreetingStore store;

    @BeforeEach
    void write() throws IOException {
        store = new GreetingStore(directory);
        store.write(kid, derived, SOUND);
    }

    private Path file(KeyId of) {
        return directory.resolve(of.toString().substring(0, 2)).resolve(of + ".greeting");
    }

    @Test
    void what_was_written_is_read_and_is_not_in_clear_on_the_disk() throws IOException {
        assertThat(store.read(kid, derived)).isEqualTo(SOUND);
        assertThat(new String(Files.readAllBytes(file(kid)), US_ASCII)).doesNotContain("Alice", "nobody");
        try (var files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(file(kid));
        }
    }

    @Test
    void any_changed_byte_is_seen() throws IOException {
        byte[] sealed = Files.readAllBytes(file(kid));
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            Files.write(file(kid), changed);
            assertThatThrownBy(() -> store.read(kid, derived)).as("byte %s", i).isInstanceOf(IOException.class);
        }
        Files.write(file(kid), Arrays.copyOf(sealed, 20));
        assertThatThrownBy(() -> store.read(kid, derived)).isInstanceOf(IOException.class);
    }

    @Test
    void one_in_the_place_of_another_is_seen() throws IOException {
        KeyId other = KeyId.generate(new SecureRandom());
        Files.createDirectories(file(other).getParent());
        Files.copy(file(kid), file(other));
        assertThatThrownBy(() -> store.read(other, derived)).isInstanceOf(IOException.class);
    }

    @Test
    void another_key_does_not_open_it() {
        try (DerivedKey others =
                MessageKey.generate(new SecureRandom()).derive(KeyUse.GREETING, DerivedKey.ALL_TRACKS)) {
            assertThatThrownBy(() -> store.read(kid, others)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void what_is_deleted_is_not_there() throws IOException {
        store.delete(kid);
        store.delete(kid);
        assertThatThrownBy(() -> store.read(kid, derived)).isInstanceOf(NoSuchFileException.class);
    }
}
