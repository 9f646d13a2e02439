package org.ssms.protect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.KeyStores;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;
import org.ssms.protect.manifest.ManifestSigner;
import org.ssms.protect.recording.AudioFormat;
import org.ssms.protect.recording.RecordingTicket;

/** Fixed names and keys, sound to record, and a key store made once per run. */
public final class Fixtures {
    public static final KeyId KID = KeyId.parse("a7e61c37-3e21-4033-8210-91fa607bf3b8");
    public static final MessageId MESSAGE_ID = MessageId.parse("2xe7d4kbvm9wn3p5q8rs6tj0ya");
    public static final UUID LEASE = UUID.fromString("5f2b7c0e-8a41-4c1d-9d55-3b2a1c0f9e77");
    public static final RecordingTicket TICKET = new RecordingTicket(
            MESSAGE_ID,
            KID,
            "alice",
            List.of(),
            "sip:bob@example.org",
            "Bob",
            Instant.parse("2026-11-23T04:30:00Z"),
            "call-1",
            AudioFormat.PCMU,
            "A",
            UsageRights.UNLIMITED.with(Right.PLAYS, 3).with(Right.SAVE, false),
            false,
            false);
    public static final char[] PASSWORD = "test-only-password".toCharArray();

    private static final byte[] KEY_BYTES = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");

    private Fixtures() {}

    public static MessageKey key() {
        return MessageKey.of(KID, KEY_BYTES);
    }

    public static byte[] keyBytes() {
        return KEY_BYTES.clone();
    }

    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    }

    /** Noise under a slow swing, as mu-law bytes: wide dynamics, nothing compresses it away. */
    public static byte[] mulaw(int samples, long seed) {
        Random random = new Random(seed);
        byte[] sound = new byte[samples];
        for (int i = 0; i < samples; i++) {
            double level = 9000 * (1 + Math.sin(i / 1500.0)) * Math.sin(i * 0.35) + 300 * random.nextGaussian();
            sound[i] = encode((int) level);
        }
        return sound;
    }

    /** G.711 mu-law to linear. */
    public static short[] linear(byte[] mulaw) {
        short[] pcm = new short[mulaw.length];
        for (int i = 0; i < pcm.length; i++) {
            int u = ~mulaw[i] & 0xff;
            int magnitude = ((((u & 0x0f) << 3) + 0x84) << ((u & 0x70) >> 4)) - 0x84;
            pcm[i] = (short) ((u & 0x80) != 0 ? -magnitude : magnitude);
        }
        return pcm;
    }

    private static byte encode(int linear) {
        int sign = linear < 0 ? 0x80 : 0;
        int magnitude = Math.min(Math.abs(linear), 32635) + 0x84;
        int exponent = 31 - Integer.numberOfLeadingZeros(magnitude) - 7;
        return (byte) ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f));
    }

    public static byte[] littleEndian(short[] pcm) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * pcm.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(pcm);
        return bytes.array();
    }

    public static short[] concat(List<short[]> parts) {
        short[] all = new short[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (short[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    public static ManifestSigner signer() throws IOException {
        return ManifestSigner.load(Stores.STORES.resolve("node.p12"), PASSWORD, "node", Security.getProvider("SunEC"));
    }

    /** PKCS #12 with "node" (EC P-256), "kek1" and "kek2" (AES-256). */
    public static Path keystore() {
        return Stores.STORES.resolve("node.p12");
    }

    private static final class Stores {
        static final Path STORES = make();

        private static Path make() {
            try {
                Path directory = Files.createTempDirectory("ssms-protect-test");
                directory.toFile().deleteOnExit();
                directory.resolve("node.p12").toFile().deleteOnExit();
                keytool(directory, "-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=t", "node");
                addSecretKeys(directory.resolve("node.p12"));
                return directory;
            } catch (IOException | GeneralSecurityException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void addSecretKeys(Path file) throws IOException, GeneralSecurityException {
            KeyStore store = KeyStores.load(file, "PKCS12", PASSWORD);
            for (int i = 1; i <= 2; i++) {
                byte[] key = new byte[32];
                Arrays.fill(key, (byte) i);
                store.setKeyEntry("kek" + i, new SecretKeySpec(key, "AES"), PASSWORD, null);
            }
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, PASSWORD);
            }
        }

        private static void keytool(Path directory, String... arguments) throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/keytool"));
            command.addAll(Arrays.asList(arguments).subList(0, arguments.length - 1));
            command.addAll(List.of("-alias", arguments[arguments.length - 1], "-storetype", "PKCS12"));
            command.addAll(List.of("-keystore", directory.resolve("node.p12").toString()));
            command.addAll(List.of("-storepass", new String(PASSWORD)));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (InputStream output = process.getInputStream()) {
                String text = new String(output.readAllBytes(), UTF_8);
                if (process.waitFor() != 0) {
                    throw new IOException(text);
                }
            }
        }
    }
}
