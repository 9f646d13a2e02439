package org.ssms.protect.playback;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.license.LicenseDocument;
import org.ssms.protect.manifest.Manifest;
import org.ssms.protect.manifest.TamperedMessageException;
import org.ssms.protect.srtp.StoredSrtpOpener;

/**
 * The stored packets of a protected message, checked against its license as {@link ProtectedMessage} checks the MP4
 * file. Immutable; enforcing the rights is the player's part.
 */
public final class ProtectedStream {
    private final Path srtp;
    private final Manifest manifest;
    private final LicenseDocument license;

    private ProtectedStream(Path srtp, Manifest manifest, LicenseDocument license) {
        this.srtp = srtp;
        this.manifest = manifest;
        this.license = license;
    }

    /**
     * Checks everything.
     *
     * @param manifestFile content of the manifest file
     * @param license stays the caller's to close, when nothing is opened any more
     * @throws TamperedMessageException when file, manifest and license do not belong together to the last byte
     */
    public static ProtectedStream check(Path srtp, byte[] manifestFile, LicenseDocument license)
            throws IOException, TamperedMessageException {
        Manifest manifest = LicensedManifest.of(manifestFile, license);
        try (FileChannel file = FileChannel.open(srtp, StandardOpenOption.READ)) {
            manifest.hashes().checkSrtp(file);
        }
        return new ProtectedStream(srtp, manifest, license);
    }

    public Manifest manifest() {
        return manifest;
    }

    /** From its beginning on; may be repeated. What was changed since the check is found packet by packet. */
    public StoredSrtpOpener open() throws IOException {
        return new StoredSrtpOpener(FileChannel.open(srtp, StandardOpenOption.READ), license.key(KeyUse.SRTP));
    }
}
