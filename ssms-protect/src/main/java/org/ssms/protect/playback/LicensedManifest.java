package org.ssms.protect.playback;

import org.ssms.protect.license.LicenseDocument;
import org.ssms.protect.manifest.Manifest;
import org.ssms.protect.manifest.TamperedMessageException;

/** The manifest that a license names. */
final class LicensedManifest {
    private LicensedManifest() {}

    /** @throws TamperedMessageException when it is another one, of another message, or the license allows more */
    static Manifest of(byte[] file, LicenseDocument license) throws TamperedMessageException {
        Manifest manifest = Manifest.pinned(file, license.manifestSha256());
        if (!manifest.messageId().equals(license.messageId())
                || !manifest.keyId().equals(license.keyId())) {
            throw new TamperedMessageException("the license is for another message");
        }
        if (!license.isExtended() && !license.rights().isWithin(manifest.rights())) {
            throw new TamperedMessageException("the license allows more than the message");
        }
        return manifest;
    }
}
