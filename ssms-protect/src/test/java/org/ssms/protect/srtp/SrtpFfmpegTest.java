package org.ssms.protect.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.protect.Ffmpeg;
import org.ssms.protect.Fixtures;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageKey;

/** Stored packets are sent as they are, by somebody without the key, to a foreign receiver that has it. */
class SrtpFfmpegTest {
    private static final int PACKETS = 100;

    @TempDir
    private Path directory;

    @Test
    @Tag("peer")
    void ffmpeg_decodes_stored_packets_exactly() throws Exception {
        byte[] sound = Fixtures.mulaw(160 * PACKETS, 31);
        Path stored = directory.resolve("message.srtp");
        byte[] inline = store(stored, sound);
        int port = PortPair.free();
        Path sdp = Files.writeString(directory.resolve("message.sdp"), description(port, inline));
        CompletableFuture<Ffmpeg.Result> received = CompletableFuture.supplyAsync(() -> receive(sdp));
        send(stored, port, received);
        Ffmpeg.Result result = received.get(60, TimeUnit.SECONDS);
        assertThat(result.pcm().length).as(result.errors()).isGreaterThanOrEqualTo(2 * 8000); // whole packets
        byte[] heard = Arrays.copyOf(sound, result.pcm().length / 2);
        assertThat(result.pcm()).isEqualTo(Fixtures.littleEndian(Fixtures.linear(heard)));
    }

    private static byte[] store(Path file, byte[] sound) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                MessageKey key = Fixtures.key();
                DerivedKey srtp = key.derive(KeyUse.SRTP, DerivedKey.AUDIO_TRACK)) {
            StoredSrtpWriter writer = new StoredSrtpWriter(out, Fixtures.KID, srtp, 0);
            for (int i = 0; i < PACKETS; i++) {
                writer.append(i, i * 160L, ByteBuffer.wrap(sound, i * 160, 160));
            }
            writer.flush();
            byte[] inline = Arrays.copyOf(srtp.revealKey(), 30);
            System.arraycopy(srtp.revealSalt(), 0, inline, 16, 14);
            return inline;
        }
    }

    private static String description(int port, byte[] inline) {
        return String.join(
                "\r\n",
                "v=0",
                "o=- 0 0 IN IP4 127.0.0.1",
                "s=-",
                "c=IN IP4 127.0.0.1",
                "t=0 0",
                "m=audio " + port + " RTP/SAVP 0",
                "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:"
                        + Base64.getEncoder().encodeToString(inline),
                "");
    }

    private Ffmpeg.Result receive(Path sdp) {
        try {
            return Ffmpeg.decode(
                    directory,
                    "-protocol_whitelist",
                    "file,udp,rtp,srtp",
                    "-analyzeduration",
                    "100000",
                    "-i",
                    sdp.toString(),
                    "-t",
                    "1");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void send(Path stored, int port, CompletableFuture<?> receiver) throws IOException {
        ByteBuffer packet = ByteBuffer.allocate(StoredSrtpReader.MAX_PACKET);
        try (DatagramChannel socket = DatagramChannel.open();
                FileChannel file = FileChannel.open(stored)) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            while (!receiver.isDone() && !listens(socket)) {
                LockSupport.parkNanos(20_000_000);
            }
            StoredSrtpReader reader = new StoredSrtpReader(file);
            while (reader.next(packet)) {
                socket.write(packet);
                LockSupport.parkNanos(2_000_000);
            }
        } catch (PortUnreachableException e) {
            // the receiver has heard its second
        }
    }

    /** A closed port answers by ICMP, which the next call reports; one byte is no RTP and is ignored. */
    private static boolean listens(DatagramChannel socket) throws IOException {
        try {
            for (int i = 0; i < 3; i++) {
                socket.write(ByteBuffer.allocate(1));
                LockSupport.parkNanos(5_000_000);
            }
            return true;
        } catch (PortUnreachableException closed) {
            return false;
        }
    }
}
