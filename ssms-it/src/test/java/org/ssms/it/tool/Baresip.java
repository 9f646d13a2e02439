package org.ssms.it.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/** baresip, a real SIP telephone, that calls and plays a sound file into the call. */
public final class Baresip {
    private Baresip() {}

    /** Makes one call and hangs up after some seconds.
     *  @param directory becomes its configuration
     *  @param from its user name
     *  @param wave what it says from the answer on, 8 kHz mono WAV */
    public static Tool.Result call(
            Path directory, String from, InetSocketAddress server, String uri, byte[] wave, int seconds) {
        Tool.require("baresip", "baresip");
        try {
            Files.createDirectories(directory);
            Files.write(directory.resolve("speech.wav"), wave);
            try (var config = Objects.requireNonNull(Baresip.class.getResourceAsStream("/baresip/config"))) {
                Files.copy(config, directory.resolve("config"), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(
                    directory.resolve("config"),
                    Files.readString(directory.resolve("config")).replace("@DIRECTORY@", directory.toString()));
            Files.writeString(
                    directory.resolve("accounts"),
                    "<sip:" + from + "@127.0.0.1>;regint=0;audio_codecs=PCMU;outbound=\"sip:127.0.0.1:"
                            + server.getPort() + ";transport=udp\"\n");
            Files.writeString(directory.resolve("contacts"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Tool.run(
                new byte[0],
                List.of("baresip", "-f", directory.toString(), "-e", "/dial " + uri, "-t", Integer.toString(seconds)));
    }
}
