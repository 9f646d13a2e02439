package org.ssms.it.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Looks for secrets in files: each in every form in which it could have been written down. */
public final class Needles {
    private static final int PREFIX = 4;

    private record Needle(String name, String octets) {}

    /** By the first octets, so that one pass over a file is enough. */
    private final Map<Integer, List<Needle>> needles = new HashMap<>();

    /** Octets as they are. */
    public Needles add(String name, byte[] octets) {
        if (octets.length < PREFIX) {
            throw new IllegalArgumentException(name + " is too short");
        }
        needles.computeIfAbsent(prefix(octets, 0), key -> new ArrayList<>())
                .add(new Needle(name, new String(octets, StandardCharsets.ISO_8859_1)));
        return this;
    }

    /** Octets as they are and as hexadecimal, base64 and base64url text. */
    public Needles addKey(String name, byte[] octets) {
        String hex = HexFormat.of().formatHex(octets);
        return add(name + " raw", octets)
                .add(name + " hex", ascii(hex))
                .add(name + " HEX", ascii(hex.toUpperCase(Locale.ROOT)))
                .add(
                        name + " base64",
                        ascii(Base64.getEncoder().withoutPadding().encodeToString(octets)))
                .add(
                        name + " base64url",
                        ascii(Base64.getUrlEncoder().withoutPadding().encodeToString(octets)));
    }

    /** Where any of them stands: {@code file: name} for each find. */
    public List<String> in(Path directory) throws IOException {
        List<String> finds = new ArrayList<>();
        for (Path file : LiveFolder.files(directory)) {
            try {
                in(Files.readAllBytes(file)).forEach(name -> finds.add(directory.relativize(file) + ": " + name));
            } catch (NoSuchFileException e) {
                // deleted since it was listed
            }
        }
        return finds;
    }

    /** The names of those that stand in {@code haystack}. */
    public List<String> in(byte[] haystack) {
        List<String> finds = new ArrayList<>();
        for (int at = 0; at + PREFIX <= haystack.length; at++) {
            for (Needle needle : needles.getOrDefault(prefix(haystack, at), List.of())) {
                int end = at + needle.octets().length();
                if (end <= haystack.length
                        && Arrays.equals(
                                haystack,
                                at,
                                end,
                                latin1(needle),
                                0,
                                needle.octets().length())) {
                    finds.add(needle.name());
                }
            }
        }
        return finds;
    }

    private static byte[] latin1(Needle needle) {
        return needle.octets().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int prefix(byte[] octets, int at) {
        return octets[at] << 24
                | (octets[at + 1] & 0xff) << 16
                | (octets[at + 2] & 0xff) << 8
                | (octets[at + 3] & 0xff);
    }
}
