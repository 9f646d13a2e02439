package org.ssms.protect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The foreign implementation. Tests that need it are tagged {@code peer}, and fail where it is not installed. */
public final class Ffmpeg {
    private Ffmpeg() {}

    /** What came out, and what it complained about. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Result(byte[] pcm, String errors) {}

    /** Decodes to 16 bit little-endian samples. */
    public static Result decode(Path directory, String... inputOptions) throws IOException, InterruptedException {
        Path pcm = directory.resolve("out.pcm");
        Path errors = directory.resolve("errors.txt");
        Files.deleteIfExists(pcm);
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-hide_banner", "-nostdin", "-loglevel", "error"));
        command.addAll(List.of(inputOptions));
        command.addAll(List.of("-f", "s16le", "-y", pcm.toString()));
        new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile())
                .start()
                .waitFor();
        return new Result(Files.exists(pcm) ? Files.readAllBytes(pcm) : new byte[0], Files.readString(errors));
    }
}
