package org.ssms.protect.playback;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.license.LicenseDocument;
import org.ssms.protect.manifest.Manifest;
import org.ssms.protect.manifest.TamperedMessageException;
import org.ssms.protect.mp4.Fragment;
import org.ssms.protect.mp4.FragmentDecoder;
import org.ssms.protect.mp4.MalformedContentException;
import org.ssms.protect.mp4.Mp4Layout;

/**
 * A protected MP4 file that was checked against its license, ready to be heard. Opening fails when one byte of file or
 * manifest differs from what was signed, or the license allows more than the message does, before any sound comes out.
 * Enforcing the rights is the player's part. Not thread-safe.
 */
public final class ProtectedMessage implements AutoCloseable {
    /** Takes linear samples at the manifest's clock rate; the array is handed over. */
    @FunctionalInterface
    public interface PcmSink {
        void samples(short[] pcm) throws IOException;
    }

    private final FileChannel file;
    private final Manifest manifest;
    private final Mp4Layout layout;
    private final LicenseDocument license;

    private ProtectedMessage(FileChannel file, Manifest manifest, Mp4Layout layout, LicenseDocument license) {
        this.file = file;
        this.manifest = manifest;
        this.layout = layout;
        this.license = license;
    }

    /**
     * Checks everything and opens.
     *
     * @param manifestFile content of the manifest file
     * @param license stays the caller's to close, after this message
     * @throws TamperedMessageException when file, manifest and license do not belong together to the last byte
     */
    public static ProtectedMessage open(Path mp4, byte[] manifestFile, LicenseDocument license)
            throws IOException, TamperedMessageException {
        Manifest manifest = LicensedManifest.of(manifestFile, license);
        FileChannel file = FileChannel.open(mp4, StandardOpenOption.READ);
        try {
            manifest.hashes().checkMp4(file);
            Mp4Layout layout = Mp4Layout.read(file);
            if (!layout.keyId().equals(license.keyId())) {
                throw new TamperedMessageException("the license is for another message");
            }
            return new ProtectedMessage(file, manifest, layout, license);
        } catch (IOException | TamperedMessageException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    public Manifest manifest() {
        return manifest;
    }

    /**
     * Decodes all of it, fragment by fragment; may be repeated.
     *
     * @throws TamperedMessageException when the file was changed after opening, or the key is not its key
     * @throws IOException when the file cannot be read, or from the sink
     */
    public void decode(PcmSink sink) throws IOException, TamperedMessageException {
        FragmentDecoder decoder = new FragmentDecoder(license.key(KeyUse.CENC));
        for (int i = 0; i < layout.fragments().size(); i++) {
            Fragment fragment = layout.fragments().get(i);
            byte[] content = read(fragment);
            if (!manifest.hashes().fragments().get(i).matches(content)) {
                throw new TamperedMessageException("fragment " + i + " was changed while playing");
            }
            sink.samples(decode(decoder, fragment, content));
        }
    }

    private static short[] decode(FragmentDecoder decoder, Fragment fragment, byte[] content)
            throws TamperedMessageException {
        try {
            return decoder.decode(fragment, content);
        } catch (MalformedContentException e) {
            throw new TamperedMessageException("the key of the license does not open the message");
        }
    }

    private byte[] read(Fragment fragment) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(fragment.bytes());
        while (content.hasRemaining()) {
            if (file.read(content, fragment.offset() + content.position()) < 0) {
                break; // found by the hash
            }
        }
        return content.array();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
