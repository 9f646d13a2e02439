package org.ssms.media.prompt;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.ssms.media.codec.G711;

/** The operator's own prompts of one language: files {@code NAME.ulaw}. What cannot be used is told in the log. */
final class PromptFolder {
    private static final System.Logger LOG = System.getLogger(PromptFolder.class.getName());
    private static final String SUFFIX = ".ulaw";
    private static final int SAMPLES_PER_MILLI = 8;
    /** Of 16 bit: -40 dBFS. */
    private static final int FAINTEST = 328;

    private static final byte[] WAV = "RIFF".getBytes(US_ASCII);

    private final Path folder;

    PromptFolder(Path folder) {
        this.folder = folder;
    }

    /** Those of these prompts that are there and can be used. */
    Map<String, Prompt> read(Set<String> names) {
        Map<String, Prompt> own = new HashMap<>();
        for (Path file : files()) {
            String fileName = String.valueOf(file.getFileName());
            String name = fileName.endsWith(SUFFIX) ? fileName.substring(0, fileName.length() - SUFFIX.length()) : "";
            if (names.contains(name)) {
                read(file, name, own);
            } else {
                warn(file, "no prompt has this name");
            }
        }
        LOG.log(INFO, "SSMS-2010 {0} of {1} prompts are those in {2}", own.size(), names.size(), folder);
        return own;
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | UncheckedIOException e) {
            warn(folder, e.toString());
            return List.of();
        }
    }

    private static void read(Path file, String name, Map<String, Prompt> own) {
        if (!Files.isRegularFile(file)) { // a pipe would be waited for
            warn(file, "it is no file");
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            Duration longest = PromptName.longest(name);
            byte[] ulaw = in.readNBytes(samples(longest) + 1);
            String fault = fault(ulaw, longest);
            if (fault.isEmpty()) {
                own.put(name, Prompt.ofUlaw(name, ulaw));
            } else {
                warn(file, fault);
            }
        } catch (IOException e) {
            warn(file, e.toString());
        }
    }

    private static int samples(Duration time) {
        return (int) time.toMillis() * SAMPLES_PER_MILLI;
    }

    /** Empty when there is none. */
    private static String fault(byte[] ulaw, Duration longest) {
        if (Arrays.equals(WAV, Arrays.copyOf(ulaw, WAV.length))) {
            return "it is a WAV file, not G.711 µ-law without a header";
        }
        if (ulaw.length > samples(longest)) {
            return "it is longer than %s s".formatted(longest.toMillis() / 1000.0);
        }
        for (byte code : ulaw) {
            if (Math.abs(G711.ulawToLinear(code)) > FAINTEST) {
                return "";
            }
        }
        return "it is silent";
    }

    private static void warn(Path file, String reason) {
        LOG.log(WARNING, "SSMS-2009 built-in prompts are used instead of {0}: {1}", file, reason);
    }
}
