package org.ssms.it.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** ffmpeg, which shares no line of code with us, as the judge of what we wrote. */
public final class Ffmpeg {
    private Ffmpeg() {}

    /** Decodes a protected file; the key in hexadecimal, empty for none. Linear samples of 16 bit come out. */
    public static Tool.Result decode(Path file, String keyHex) {
        Tool.require("ffmpeg", "ffmpeg");
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error"));
        if (!keyHex.isEmpty()) {
            command.addAll(List.of("-decryption_key", keyHex));
        }
        command.addAll(List.of("-i", file.toString(), "-f", "s16le", "-"));
        return Tool.run(new byte[0], command);
    }

    /** The samples of a protected file, which must decode without any complaint. */
    public static short[] samples(Path file, String keyHex) {
        Tool.Result result = decode(file, keyHex);
        assertThat(result.errors()).as("errors of ffmpeg").isEmpty();
        assertThat(result.exitCode()).isZero();
        return linear(result.output().octets());
    }

    public static short[] linear(byte[] s16le) {
        short[] samples = new short[s16le.length / 2];
        ByteBuffer.wrap(s16le).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }
}
