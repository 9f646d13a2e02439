package org.ssms.protect.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.SecretBox;

/**
 * The directory of greetings: {@code KID.greeting}, in 256 sub-directories. Each is sealed as a whole under a key of
 * its own, for that KID: it can neither be read without the key nor changed, cut or put in the place of another.
 * Thread-safe, except that one KID is worked on by one thread at a time.
 */
public class GreetingStore {
    private static final int MAX_BYTES = 1 << 20;

    private final Path root;

    /** Makes the directory when it is missing. */
    public GreetingStore(Path directory) throws IOException {
        this.root = Files.createDirectories(directory);
    }

    /**
     * Durable when this returns.
     *
     * @param key of {@link KeyUse#GREETING}; stays the caller's to close
     * @param sound stays the caller's
     */
    public void write(KeyId kid, DerivedKey key, byte[] sound) throws IOException {
        byte[] sealed = box(key).seal(sound, associatedData(kid));
        if (sealed.length > MAX_BYTES) {
            throw new IllegalArgumentException("a greeting has " + sound.length + " bytes");
        }
        Path directory = Files.createDirectories(directory(kid));
        RecordingFiles.replace(part(kid), file(kid), sealed);
        RecordingFiles.force(directory);
        RecordingFiles.force(root);
    }

    /**
     * Opens a greeting.
     *
     * @param key stays the caller's to close
     * @throws NoSuchFileException when there is none
     * @throws IOException when it cannot be read, or is not what was written with that key
     */
    public byte[] read(KeyId kid, DerivedKey key) throws IOException {
        Path file = file(kid);
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("greeting " + kid + " is too long");
        }
        byte[] sealed = Files.readAllBytes(file);
        return box(key).open(sealed, associatedData(kid))
                .orElseThrow(() -> new IOException("greeting " + kid + " was changed"));
    }

    /** Repeatable. */
    public void delete(KeyId kid) throws IOException {
        Files.deleteIfExists(part(kid));
        Files.deleteIfExists(file(kid));
    }

    private static SecretBox box(DerivedKey key) {
        byte[] bytes = key.revealKey();
        try {
            return SecretBox.of(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static byte[] associatedData(KeyId kid) {
        return ("greeting|" + kid).getBytes(US_ASCII);
    }

    private Path directory(KeyId kid) {
        return root.resolve(kid.toString().substring(0, 2));
    }

    /** Of one that a crash or a full disk has broken off. */
    private Path part(KeyId kid) {
        return directory(kid).resolve(kid + ".greeting.part");
    }

    private Path file(KeyId kid) {
        return directory(kid).resolve(kid + ".greeting");
    }
}
