package org.ssms.it.tool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of the operating system. Sound passes through pipes, never through files. */
public final class Tool {
    private static final long LIMIT_SECONDS = 120;

    /** What a program said.
     *  @param exitCode its exit code
     *  @param output its standard output
     *  @param errors its standard error as text */
    public record Result(int exitCode, Bytes output, String errors) {}

    /** Octets that print as their number only. */
    public static final class Bytes {
        private final byte[] octets;

        Bytes(byte[] octets) {
            this.octets = octets;
        }

        public byte[] octets() {
            return octets;
        }

        public String text() {
            return new String(octets, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return octets.length + " octets";
        }
    }

    private Tool() {}

    /** Fails the test where the program is missing; {@code ./ssms test} brings it. */
    public static void require(String program, String debianPackage) {
        boolean found = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        if (!found) {
            throw new AssertionError(program + " is not installed (Debian package " + debianPackage + ")");
        }
    }

    /** Runs a program to its end. */
    public static Result run(byte[] input, String... command) {
        return run(input, List.of(command));
    }

    /** Runs a program to its end, feeding it {@code input}. */
    public static Result run(byte[] input, List<String> command) {
        try {
            Process process = new ProcessBuilder(command).start();
            CompletableFuture<byte[]> output = read(process.getInputStream());
            CompletableFuture<byte[]> errors = read(process.getErrorStream());
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input);
            } catch (IOException e) {
                // it did not want to read all; its exit code says whether that is well
            }
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command.get(0) + " did not end within " + LIMIT_SECONDS + " s");
            }
            return new Result(
                    process.exitValue(), new Bytes(output.join()), new String(errors.join(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static CompletableFuture<byte[]> read(InputStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            try (stream) {
                stream.transferTo(all);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return all.toByteArray();
        });
    }
}
