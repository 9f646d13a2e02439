package org.ssms.it.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.ssms.it.Await;
import org.ssms.player.audio.SoundFile;

/** baresip as a person's telephone: it registers, rings, is answered, calls. Debian's knows digest with MD5 only,
 *  and answers no challenge beside which there is another. */
public final class Softphone implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path directory;
    private final int control;
    private final Background process;

    private Softphone(Path directory, int control, Background process) {
        this.directory = directory;
        this.control = control;
        this.process = process;
    }

    /** Starts it.
     *  @param directory becomes its configuration
     *  @param account what it is called and how it registers
     *  @param says 8 kHz samples: what its owner says in each call */
    public static Softphone start(Path directory, String account, short[] says) {
        Tool.require("baresip", "baresip");
        int control = Ports.free();
        try {
            Files.createDirectories(directory);
            try (Stream<Path> old = Files.list(directory)) {
                for (Path file :
                        old.filter(file -> file.toString().endsWith(".wav")).toList()) {
                    Files.delete(file);
                }
            }
            Files.write(directory.resolve("speech.wav"), Wave.linear(says));
            Files.writeString(directory.resolve("config"), config(directory, control));
            Files.writeString(directory.resolve("accounts"), account + "\n");
            Files.writeString(directory.resolve("contacts"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Background process = Background.start(
                directory.resolve("out"), Map.of(), List.of("baresip", "-f", directory.toString(), "-t", "180"));
        return new Softphone(directory, control, process.awaitSaying("baresip is ready"));
    }

    /** What a telephone of ours is called and how it registers.
     *  @param server where everything is sent, host and port
     *  @param more further parameters, each with its semicolon */
    public static String account(String user, String domain, String password, int server, String more) {
        return ("<sip:%s@%s;transport=udp>;auth_user=%s;auth_pass=%s;audio_codecs=PCMU;"
                        + "outbound=\"sip:127.0.0.1:%d;transport=udp\"%s")
                .formatted(user, domain, user, password, server, more);
    }

    private static String config(Path directory, int control) throws IOException {
        try (var in = Objects.requireNonNull(Softphone.class.getResourceAsStream("/baresip/softphone.config"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@DIRECTORY@", directory.toString())
                    .replace("@SIP@", Integer.toString(Ports.free()))
                    .replace("@HTTP@", Integer.toString(control));
        }
    }

    /** Waits until it has registered. */
    public Softphone registered() {
        process.awaitSaying("200 OK", LIMIT);
        return this;
    }

    /** Waits until it says so on its screen. */
    public Softphone sees(String text) {
        process.awaitSaying(text, LIMIT);
        return this;
    }

    public String screen() {
        return process.said();
    }

    public void dial(String uri) {
        command("/dial " + uri);
    }

    public void accept() {
        command("/accept");
    }

    /** Ends the call; a ringing one is refused with 486, baresip has no other way. */
    public void hangUp() {
        command("/hangup");
    }

    /** Presses a key, as a telephone-event. */
    public void press(char key) {
        command("/sndcode " + key);
    }

    private void command(String text) {
        String query = URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
        try {
            HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + control + "/?" + query))
                            .timeout(LIMIT)
                            .build(),
                    BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Switches it off, which writes down what it has heard. */
    public void quit() {
        process.close();
    }

    /** Waits until it has heard so much. */
    public Softphone hears(int seconds) {
        Await.untilTrue(
                directory + " hears " + seconds + " s",
                LIMIT,
                () -> Files.size(dump()) >= (long) seconds * SoundFile.RATE * Short.BYTES);
        return this;
    }

    private Path dump() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith("-dec.wav"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("heard nothing: " + screen()));
        }
    }

    /** What it has heard in its calls, 8 kHz; to be asked when it is switched off. */
    public float[] heard() {
        try {
            return Wave.samples(Files.readAllBytes(dump()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        quit();
    }
}
