package org.ssms.protect.recording;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.manifest.ManifestSigner;
import org.ssms.protect.mp4.CencWriter;
import org.ssms.protect.srtp.StoredSrtpWriter;

/**
 * The directory of protected messages: files named by KID only, in 256 sub-directories. While a message is made:
 * {@code KID.ticket}, {@code KID.mp4.part}, {@code KID.srtp.part}; finished: {@code KID.mp4}, {@code KID.srtp},
 * {@code KID.manifest}. Thread-safe, except that one KID is worked on by one thread at a time. One process only.
 */
public class RecordingStore {
    private static final Logger LOG = System.getLogger(RecordingStore.class.getName());
    private static final Duration DEFAULT_LONGEST = Duration.ofMinutes(20);
    private static final Duration MAX_LONGEST = Duration.ofHours(2);

    private final Path root;
    private final int maxFragments;

    /** Those at rest. As many as threads have packed at once: one for each media loop, and not one for each call. */
    private final Queue<CencWriter.Scratch> scratches = new ConcurrentLinkedQueue<>();

    /** Recordings of this process that are being written: nobody may finalise them. */
    private final Set<KeyId> live = ConcurrentHashMap.newKeySet();

    /** As {@link #RecordingStore(Path, Duration)} with 20 minutes. */
    public RecordingStore(Path directory) throws IOException {
        this(directory, DEFAULT_LONGEST);
    }

    /**
     * Makes the directory when it is missing.
     *
     * @param longest recording, up to two hours; appending beyond it (in whole seconds) fails
     */
    public RecordingStore(Path directory, Duration longest) throws IOException {
        if (longest.isNegative() || longest.isZero() || longest.compareTo(MAX_LONGEST) > 0) {
            throw new IllegalArgumentException("the longest recording must be of 1 second to " + MAX_LONGEST);
        }
        this.root = Files.createDirectories(directory);
        this.maxFragments = (int) longest.plusMillis(999).toSeconds();
    }

    /**
     * Makes the ticket durable and opens the two files. The key must have been deposited before.
     *
     * @param key is read here only and stays the caller's to close
     * @throws IOException when the disk refuses; then nothing is left of it
     */
    public ProtectedRecording begin(RecordingTicket ticket, MessageKey key) throws IOException {
        KeyId kid = ticket.keyId();
        if (!kid.equals(key.id()) || !live.add(kid)) {
            throw new IllegalArgumentException("ticket and key differ, or " + kid + " is being recorded");
        }
        RecordingFiles files = RecordingFiles.of(root, kid);
        try {
            Files.createDirectories(files.directory());
            RecordingFiles.writeNew(files.ticket(), ticket.toJson().getBytes(UTF_8));
        } catch (IOException e) {
            live.remove(kid);
            throw e;
        }
        try {
            return open(files, ticket, key);
        } catch (IOException e) {
            live.remove(kid);
            discardAfter(e, kid);
            throw e;
        }
    }

    /**
     * Puts another ticket in the place of that of a recording which is not finalised yet. Durable when this returns; a
     * crash before leaves the one or the other.
     *
     * @throws NoSuchFileException when there is no ticket of it
     */
    public void renew(RecordingTicket ticket) throws IOException {
        RecordingFiles files = RecordingFiles.of(root, ticket.keyId());
        if (!Files.exists(files.ticket())) {
            throw new NoSuchFileException(files.ticket().toString());
        }
        files.renewTicket(ticket.toJson().getBytes(UTF_8));
    }

    private ProtectedRecording open(RecordingFiles files, RecordingTicket ticket, MessageKey key) throws IOException {
        KeyId kid = ticket.keyId();
        FileChannel mp4 = create(files.mp4Part());
        DerivedKey srtpKey = key.derive(KeyUse.SRTP, DerivedKey.AUDIO_TRACK);
        try (DerivedKey cenc = key.derive(KeyUse.CENC, DerivedKey.ALL_TRACKS)) {
            CencWriter writer = new CencWriter(mp4, kid, cenc, maxFragments, scratches);
            FileChannel srtp = create(files.srtpPart());
            StoredSrtpWriter packets =
                    new StoredSrtpWriter(srtp, kid, srtpKey, ticket.format().payloadType());
            var stored = new ProtectedRecording.Stored(files.srtpPart(), srtpKey);
            return new ProtectedRecording(mp4, srtp, writer, packets, stored, () -> live.remove(kid));
        } catch (IOException | RuntimeException e) {
            srtpKey.close();
            mp4.close();
            throw e;
        }
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private void discardAfter(IOException failure, KeyId kid) {
        try {
            discard(kid);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Tickets left on disk, but those of recordings that this process is making. One that is no ticket is moved aside
     * to {@code KID.ticket.bad} and logged; its recording stays as it is.
     */
    public List<RecordingTicket> unfinished() throws IOException {
        List<RecordingTicket> tickets = new ArrayList<>();
        try (DirectoryStream<Path> shards = Files.newDirectoryStream(root, "[0-9a-f][0-9a-f]")) {
            for (Path shard : shards) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(shard, "*" + RecordingFiles.TICKET)) {
                    for (Path file : files) {
                        readTicket(file).ifPresent(tickets::add);
                    }
                }
            }
        }
        tickets.removeIf(ticket -> live.contains(ticket.keyId()));
        return tickets;
    }

    private static Optional<RecordingTicket> readTicket(Path file) {
        try {
            try {
                if (Files.size(file) > RecordingTicket.MAX_BYTES) {
                    throw new MalformedTicketException("too long");
                }
                RecordingTicket ticket = RecordingTicket.fromJson(new String(Files.readAllBytes(file), UTF_8));
                if (!file.endsWith(ticket.keyId() + RecordingFiles.TICKET)) {
                    throw new MalformedTicketException("names another key id than its file");
                }
                return Optional.of(ticket);
            } catch (MalformedTicketException e) {
                LOG.log(Level.WARNING, "SSMS-3001 no ticket, moved aside: " + file + ": " + e.getMessage());
                Files.move(file, Path.of(file + ".bad"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "SSMS-3002 ticket not readable: " + file, e);
        }
        return Optional.empty();
    }

    /**
     * Completes the files of a recording that ended or crashed: drops a torn tail, adds the index, signs the manifest,
     * makes all durable. Needs no key. Idempotent: repeated, it gives the same manifest.
     *
     * @return empty, and every file but the ticket removed, when not one whole fragment exists
     * @throws IllegalStateException when the recording is still being written
     */
    public Optional<FinishedRecording> finalise(RecordingTicket ticket, ManifestSigner signer) throws IOException {
        if (live.contains(ticket.keyId())) {
            throw new IllegalStateException("still being recorded: " + ticket.keyId());
        }
        return new Finalising(RecordingFiles.of(root, ticket.keyId()), ticket, signer).run();
    }

    /** Deletes the ticket: the message is in the mailbox, or will never be. */
    public void settled(KeyId kid) throws IOException {
        RecordingFiles.of(root, kid).deleteTicket();
    }

    /** Deletes everything of that KID, the ticket last. */
    public void discard(KeyId kid) throws IOException {
        RecordingFiles files = RecordingFiles.of(root, kid);
        files.deleteContent();
        files.deleteTicket();
    }

    public Path mp4(KeyId kid) {
        return RecordingFiles.of(root, kid).mp4();
    }

    public Path srtp(KeyId kid) {
        return RecordingFiles.of(root, kid).srtp();
    }

    public Path manifest(KeyId kid) {
        return RecordingFiles.of(root, kid).manifest();
    }
}
