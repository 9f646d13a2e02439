package org.ssms.media.prompt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.ssms.media.codec.G711;

/** The operator's own prompts of one language: files {@code NAME.ulaw}. What cannot be used is told in the log. */
final class PromptFolder {
    private static final System.Logger LOG = System.getLogger(PromptFolder.class.getName());
    private static final String SUFFIX = ".ulaw";
    private static final int LONGEST = 30 * 8000;
    /** Of 16 bit: -40 dBFS. */
    private static final int FAINTEST = 328;

    private final Path folder;

    PromptFolder(Path folder) {
        this.folder = folder;
    }

    /** Those of these prompts that are there and can be used. */
    Map<String, Prompt> read(Set<String> names) {
        Map<String, Prompt> own = new HashMap<>();
        Set<String> missing = new TreeSet<>(names);
        for (Path file : files()) {
            String fileName = String.valueOf(file.getFileName());
            String name = fileName.endsWith(SUFFIX) ? fileName.substring(0, fileName.length() - SUFFIX.length()) : "";
            if (!names.contains(name)) {
                warn(file, "no prompt has this name");
            } else {
                missing.remove(name);
                read(file, name, own);
            }
        }
        if (!missing.isEmpty() && Files.isDirectory(folder)) {
            warn(folder, "it has no file for " + String.join(", ", missing));
        }
        return own;
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            warn(folder, e.toString());
            return List.of();
        }
    }

    private static void read(Path file, String name, Map<String, Prompt> own) {
        try {
            long size = Files.size(file);
            byte[] ulaw = size > LONGEST ? new byte[0] : Files.readAllBytes(file);
            String fault = size > LONGEST ? "it is longer than 30 s" : fault(ulaw);
            if (fault.isEmpty()) {
                own.put(name, Prompt.ofUlaw(name, ulaw));
            } else {
                warn(file, fault);
            }
        } catch (IOException e) {
            warn(file, e.toString());
        }
    }

    /** Empty when there is none. */
    private static String fault(byte[] ulaw) {
        if (ulaw.length > 4 && ulaw[0] == 'R' && ulaw[1] == 'I' && ulaw[2] == 'F' && ulaw[3] == 'F') {
            return "it is a WAV file, not G.711 µ-law without a header";
        }
        for (byte code : ulaw) {
            if (Math.abs(G711.ulawToLinear(code)) > FAINTEST) {
                return "";
            }
        }
        return "it is silent";
    }

    private static void warn(Path file, String reason) {
        LOG.log(
                System.Logger.Level.WARNING,
                "SSMS-2009 a built-in prompt is used instead of one in {0}: {1}",
                file,
                reason);
    }
}
