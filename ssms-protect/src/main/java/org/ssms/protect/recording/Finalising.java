package org.ssms.protect.recording;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.Sha256;
import org.ssms.protect.manifest.FileHashes;
import org.ssms.protect.manifest.Manifest;
import org.ssms.protect.manifest.ManifestSigner;
import org.ssms.protect.manifest.TamperedMessageException;
import org.ssms.protect.mp4.MalformedContentException;
import org.ssms.protect.mp4.Mp4Finaliser;
import org.ssms.protect.mp4.Mp4Layout;
import org.ssms.protect.srtp.StoredSrtp;

/**
 * The way from {@code .part} files to finished ones, in steps that may be cut off anywhere and begun again: complete
 * and rename the packets, then the MP4 file, then sign. A manifest that exists is kept, its hash may be registered.
 */
final class Finalising {
    private static final Logger LOG = System.getLogger(RecordingStore.class.getName());

    private final RecordingFiles files;
    private final RecordingTicket ticket;
    private final ManifestSigner signer;

    Finalising(RecordingFiles files, RecordingTicket ticket, ManifestSigner signer) {
        this.files = files;
        this.ticket = ticket;
        this.signer = signer;
    }

    Optional<FinishedRecording> run() throws IOException {
        Optional<Mp4Layout> mp4 = Files.exists(files.mp4()) ? Optional.of(finishedMp4()) : completeMp4();
        if (mp4.isEmpty()) {
            LOG.log(Level.INFO, "SSMS-3003 recording without one whole second removed: " + ticket.keyId());
            files.deleteContent();
            return Optional.empty();
        }
        Mp4Layout layout = mp4.get();
        if (!layout.keyId().equals(ticket.keyId())) {
            throw new MalformedContentException("pssh", 0, "key id of another recording");
        }
        completeSrtp();
        rename(files.mp4Part(), files.mp4());
        byte[] manifest = manifest(layout);
        files.forceDirectory();
        return Optional.of(new FinishedRecording(ticket, layout.duration(), layout.end(), Sha256.of(manifest)));
    }

    private Mp4Layout finishedMp4() throws IOException {
        try (FileChannel channel = FileChannel.open(files.mp4(), StandardOpenOption.READ)) {
            return Mp4Layout.read(channel);
        }
    }

    private Optional<Mp4Layout> completeMp4() throws IOException {
        if (!Files.exists(files.mp4Part())) {
            return Optional.empty();
        }
        try {
            long before = Files.size(files.mp4Part());
            Mp4Layout layout = Mp4Finaliser.finalise(files.mp4Part());
            if (before > layout.end()) {
                LOG.log(
                        Level.INFO,
                        "SSMS-3004 torn tail of {0} bytes dropped: {1}",
                        before - layout.end(),
                        files.name());
            }
            return Optional.of(layout).filter(complete -> !complete.fragments().isEmpty());
        } catch (MalformedContentException e) {
            LOG.log(Level.INFO, "SSMS-3005 recording breaks before its first second: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void completeSrtp() throws IOException {
        if (!Files.exists(files.srtp())) {
            StoredSrtp.finalise(files.srtpPart());
            rename(files.srtpPart(), files.srtp());
        }
    }

    private static void rename(Path from, Path to) throws IOException {
        if (!Files.exists(to)) {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private byte[] manifest(Mp4Layout layout) throws IOException {
        if (Files.exists(files.manifest())) {
            byte[] existing = Files.readAllBytes(files.manifest());
            if (isManifest(existing)) {
                return existing;
            }
        }
        byte[] signed = signer.sign(new Manifest(
                ticket.messageId(),
                ticket.keyId(),
                ticket.mailbox(),
                ticket.caller(),
                ticket.startedAt(),
                new Manifest.Track(
                        DerivedKey.AUDIO_TRACK, ticket.format().name(), AudioFormat.CLOCK_RATE, layout.duration()),
                FileHashes.of(files.mp4(), layout, files.srtp()),
                ticket.attestation(),
                ticket.rights()));
        files.writeManifest(signed);
        return signed;
    }

    private static boolean isManifest(byte[] content) {
        try {
            Manifest.pinned(content, Sha256.of(content));
            return true;
        } catch (TamperedMessageException e) {
            return false;
        }
    }
}
