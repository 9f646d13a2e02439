package org.ssms.it.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ssms.it.Await;

/** linphone without a window, told what to do by typing: it registers, rings, is answered, calls, presses keys by INFO.
 *  Debian's knows digest with SHA-256 and MD5. */
public final class Linphone implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Background process;
    private final Path heard;

    private Linphone(Background process, Path heard) {
        this.process = process;
        this.heard = heard;
    }

    /** Starts it.
     *  @param directory becomes its home
     *  @param server its port at 127.0.0.1, over UDP
     *  @param says 8 kHz samples: what its owner says in each call */
    public static Linphone start(
            Path directory, String user, String domain, String password, int server, short[] says) {
        Tool.require("linphonec", "linphone-cli");
        Path configuration = directory.resolve("linphonerc");
        Path speech = directory.resolve("speech.wav");
        Path heard = directory.resolve("heard.wav");
        try {
            // it does not start to listen when it cannot make its database there
            Files.createDirectories(directory.resolve(".local/share/linphone"));
            Files.write(speech, Wave.linear(says));
            Files.deleteIfExists(heard);
            Files.writeString(configuration, configuration(user, domain, password, server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Linphone phone = new Linphone(
                Background.start(
                        directory.resolve("out"),
                        Map.of("HOME", directory.toString(), "XDG_RUNTIME_DIR", directory.toString()),
                        List.of("linphonec", "-c", configuration.toString(), "-d", "0")),
                heard);
        phone.type("soundcard use files");
        phone.type("play " + speech);
        phone.type("record " + heard);
        return phone;
    }

    private static String configuration(String user, String domain, String password, int server) throws IOException {
        try (var in = Objects.requireNonNull(Linphone.class.getResourceAsStream("/linphone/linphonerc"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@SIP@", Integer.toString(Ports.free()))
                    .replace("@RTP@", Integer.toString(Ports.free()))
                    .replace("@PORT@", Integer.toString(server))
                    .replace("@USER@", user)
                    .replace("@DOMAIN@", domain)
                    .replace("@PASSWORD@", password);
        }
    }

    /** Waits until it has registered. */
    public Linphone registered() {
        return Await.until(
                "linphone has registered",
                LIMIT,
                () -> {
                    type("status register");
                    return Optional.of(this).filter(phone -> process.said().contains("registered, identity="));
                },
                process::said);
    }

    /** Waits until it says so on its screen. */
    public Linphone sees(String text) {
        process.awaitSaying(text, LIMIT);
        return this;
    }

    public void dial(String uri) {
        type("call " + uri);
    }

    public void answer() {
        type("answer");
    }

    public void hangUp() {
        type("terminate");
    }

    /** Presses a key. */
    public void press(char key) {
        type(String.valueOf(key));
    }

    private void type(String command) {
        process.type(command + "\n");
    }

    /** Switches it off, which takes its registration back; what it has heard is then in its file. */
    public void quit() {
        type("quit");
        process.awaitEnd(LIMIT);
    }

    /** What it has heard in its calls, 8 kHz; to be asked when it is switched off. */
    public float[] heard() {
        try {
            return Wave.samples(Files.readAllBytes(heard));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
