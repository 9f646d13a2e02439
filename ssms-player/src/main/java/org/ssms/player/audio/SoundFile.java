package org.ssms.player.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.ssms.media.codec.G711;

/**
 * Reads sound files as 8 kHz mono: WAV (linear 8 or 16 bit, A-law, u-law; any rate and number of channels) and bare
 * u-law.
 */
public final class SoundFile {
    /** Samples per second of everything this class returns. */
    public static final int RATE = 8000;

    private static final int RIFF = 0x52494646;
    private static final int WAVE = 0x57415645;
    private static final int FMT = 0x666d7420;
    private static final int DATA = 0x64617461;
    private static final int PCM = 1;
    private static final int ALAW = 6;
    private static final int ULAW = 7;
    private static final int EXTENSIBLE = 0xfffe;

    /** The {@code fmt } chunk. */
    private record Format(int tag, int channels, int rate, int bits) {}

    private SoundFile() {}

    /** Linear samples of the file; bare u-law is recognised by its name ending in {@code .ul} or {@code .ulaw}. */
    public static short[] read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".ul") || name.endsWith(".ulaw")) {
            return fromUlaw(bytes);
        }
        return fromWave(ByteBuffer.wrap(bytes));
    }

    /** Linear samples of u-law octets. */
    public static short[] fromUlaw(byte[] octets) {
        short[] samples = new short[octets.length];
        for (int i = 0; i < octets.length; i++) {
            samples[i] = G711.ulawToLinear(octets[i]);
        }
        return samples;
    }

    /** u-law octets of linear samples. */
    public static byte[] toUlaw(short[] samples) {
        byte[] octets = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            octets[i] = G711.linearToUlaw(samples[i]);
        }
        return octets;
    }

    /** Reads a RIFF WAVE file from the position of {@code file} to its limit. */
    static short[] fromWave(ByteBuffer file) throws MalformedAudioException {
        if (file.remaining() < 12 || file.getInt() != RIFF || file.getInt(file.position() + 4) != WAVE) {
            throw new MalformedAudioException("not a WAV file");
        }
        file.position(file.position() + 8);
        Format format = null;
        while (file.remaining() >= 8) {
            int id = file.getInt();
            long size =
                    Integer.toUnsignedLong(file.order(ByteOrder.LITTLE_ENDIAN).getInt());
            int length = (int) Math.min(size, file.remaining());
            ByteBuffer chunk = file.slice(file.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            if (id == FMT) {
                format = format(chunk);
            } else if (id == DATA && format != null) {
                return Resampler.to(RATE, format.rate(), mono(chunk, format));
            }
            file.order(ByteOrder.BIG_ENDIAN)
                    .position(file.position() + Math.min(length + (length & 1), file.remaining()));
        }
        throw new MalformedAudioException("WAV file without sound");
    }

    private static Format format(ByteBuffer chunk) throws MalformedAudioException {
        if (chunk.remaining() < 16) {
            throw new MalformedAudioException("short fmt chunk");
        }
        int tag = Short.toUnsignedInt(chunk.getShort(0));
        if (tag == EXTENSIBLE && chunk.remaining() >= 26) {
            tag = Short.toUnsignedInt(chunk.getShort(24));
        }
        Format format = new Format(tag, chunk.getShort(2), chunk.getInt(4), chunk.getShort(14));
        boolean linear = format.tag() == PCM && (format.bits() == 8 || format.bits() == 16);
        boolean companded = (format.tag() == ULAW || format.tag() == ALAW) && format.bits() == 8;
        if (!linear && !companded) {
            throw new MalformedAudioException("only linear 8 or 16 bit, A-law and u-law WAV files are understood");
        }
        if (format.channels() < 1 || format.rate() < 4000 || format.rate() > 192_000) {
            throw new MalformedAudioException("unusual number of channels or sampling rate");
        }
        return format;
    }

    private static short[] mono(ByteBuffer data, Format format) {
        int width = format.bits() / 8 * format.channels();
        short[] samples = new short[data.remaining() / width];
        for (int i = 0; i < samples.length; i++) {
            int sum = 0;
            for (int c = 0; c < format.channels(); c++) {
                sum += sample(data, format);
            }
            samples[i] = (short) (sum / format.channels());
        }
        return samples;
    }

    private static int sample(ByteBuffer data, Format format) {
        if (format.bits() == 16) {
            return data.getShort();
        }
        byte octet = data.get();
        return switch (format.tag()) {
            case ULAW -> G711.ulawToLinear(octet);
            case ALAW -> G711.alawToLinear(octet);
            default -> ((octet & 0xff) - 128) << 8;
        };
    }
}
