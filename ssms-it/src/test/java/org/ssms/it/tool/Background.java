package org.ssms.it.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ssms.it.Await;

/** A program of the operating system that runs beside the test until it is closed; what it says goes to a file. */
public final class Background implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final long END_SECONDS = 10;

    private final Process process;
    private final Path output;

    private Background(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it.
     *  @param output gets standard output and error */
    public static Background start(Path output, Map<String, String> environment, List<String> command) {
        try {
            Files.createDirectories(output.getParent());
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            return new Background(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Background start(Path output, String... command) {
        return start(output, Map.of(), List.of(command));
    }

    /** What it has said so far. */
    public String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it says so. */
    public Background awaitSaying(String text) {
        return awaitSaying(text, START);
    }

    public Background awaitSaying(String text, Duration limit) {
        Await.untilTrue(output + " says " + text, limit, () -> {
            if (said().contains(text)) {
                return true;
            }
            if (!process.isAlive()) {
                throw new AssertionError("ended with " + process.exitValue() + ": " + said());
            }
            return false;
        });
        return this;
    }

    /** Types a line into it. */
    public void type(String text) {
        try {
            process.outputWriter().write(text);
            process.outputWriter().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has ended by itself.
     *  @return its exit code */
    public int awaitEnd(Duration limit) {
        Await.untilTrue(output + " ends", limit, () -> !process.isAlive());
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
