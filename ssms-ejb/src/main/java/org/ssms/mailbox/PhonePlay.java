package org.ssms.mailbox;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ssms.client.LicenseServerException;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.LeaseReport;
import org.ssms.protect.license.LicenseDocument;
import org.ssms.protect.license.Right;
import org.ssms.protect.playback.ProtectedStream;
import org.ssms.protect.recording.AudioFormat;
import org.ssms.protect.srtp.StoredSrtpOpener;

/**
 * One play of a message by phone, within its license: it begins when sound is read for the first time, and ends when it
 * is closed; one that never began is given back. {@link #openStored} and {@link #close} block, and are not for two
 * threads at once.
 */
public class PhonePlay implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PhonePlay.class.getName());

    private final LicenseDocument license;
    private final ProtectedStream stream;
    private final Reports reports;
    private boolean tried;
    private boolean begun;
    private boolean closed;

    /** The way to the license server. */
    interface Reports {
        void send(LeaseReport report) throws LicenseServerException;
    }

    PhonePlay(LicenseDocument license, ProtectedStream stream, Reports reports) {
        this.license = license;
        this.stream = stream;
        this.reports = reports;
    }

    public MessageId message() {
        return license.messageId();
    }

    public AudioFormat format() {
        return AudioFormat.valueOf(stream.manifest().track().codec());
    }

    /** In samples. */
    public long length() {
        return stream.manifest().track().samples();
    }

    /** When nothing of it may be heard any more, by the server's clock; null: never. */
    public @Nullable Instant end() {
        return Stream.of(license.playEndsAt(), license.rights().get(Right.NOT_AFTER))
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /**
     * Opens the sound, from its beginning on; the first time that is when the play is counted.
     *
     * @throws IOException also when the license server does not count it: then it may not be heard
     */
    public StoredSrtpOpener openStored() throws IOException {
        if (closed) {
            throw new IOException("the play is over");
        }
        if (!begun) {
            tried = true;
            try {
                reports.send(LeaseReport.STARTED);
            } catch (LicenseServerException e) {
                throw new IOException("the play cannot be counted: " + e.getMessage());
            }
            begun = true;
        }
        return stream.open();
    }

    /** Reports how the play went, and wipes the keys. Repeatable. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        license.close();
        try {
            reports.send(tried ? LeaseReport.ENDED : LeaseReport.RETURNED);
        } catch (LicenseServerException e) {
            LOG.log(WARNING, "SSMS-3201 the end of a play by phone was not reported: {0}", e.getMessage());
        }
    }
}
