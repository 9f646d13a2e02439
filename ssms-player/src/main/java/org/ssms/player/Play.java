package org.ssms.player;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.ssms.client.LicenseServerClient;
import org.ssms.client.LicenseServerException;
import org.ssms.client.LicenseSession;
import org.ssms.player.audio.SoundFile;
import org.ssms.protect.license.LeaseReport;
import org.ssms.protect.license.LicenseDocument;
import org.ssms.protect.manifest.TamperedMessageException;
import org.ssms.protect.playback.ProtectedMessage;

/**
 * Reference player: fetches a protected message and its license, checks every byte against the signed manifest, and
 * plays. Sound goes to the standard output, for a program with a loudspeaker; nothing in clear is written to a file.
 */
public final class Play {
    /** Exit codes of the command. */
    enum Outcome {
        PLAYED(0),
        WRONG_USE(1),
        REFUSED(2),
        ALTERED(3);

        private final int exitCode;

        Outcome(int exitCode) {
            this.exitCode = exitCode;
        }
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final PlayOptions options;
    private final OutputStream sound;
    private final PrintStream words;

    Play(PlayOptions options, OutputStream sound, PrintStream words) {
        this.options = options;
        this.sound = sound;
        this.words = words;
    }

    public static void main(String[] arguments) {
        Outcome outcome;
        try {
            PlayOptions options = PlayOptions.parse(arguments, System.getenv());
            OutputStream sound = options.toStandardOutput() ? System.out : OutputStream.nullOutputStream();
            outcome = new Play(options, sound, System.err).run();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(PlayOptions.USAGE);
            outcome = Outcome.WRONG_USE;
        } catch (IOException e) {
            System.err.println("Cannot play: " + e.getMessage());
            outcome = Outcome.REFUSED;
        }
        System.exit(outcome.exitCode);
    }

    Outcome run() throws IOException {
        char[] password = options.password();
        Path protectedFile = Files.createTempFile("ssms-", ".mp4");
        try {
            LicenseServerClient licenses =
                    new LicenseServerClient(options.server().resolve("/license/v1"), null, TIMEOUT, null);
            LicenseSession session = licenses.login(options.user(), password);
            MailboxClient mailbox = new MailboxClient(options.server(), session, TIMEOUT);
            byte[] manifest = mailbox.fetch(options.message(), protectedFile);
            try (LicenseDocument license = licenses.license(session, options.message(), null)) {
                Reports reports = report -> licenses.report(session, license.lease(), report);
                play(protectedFile, manifest, license, reports, timed(license, mailbox));
                return Outcome.PLAYED;
            }
        } catch (LicenseServerException e) {
            words.println("No license: " + e.getMessage() + ".");
            return Outcome.REFUSED;
        } catch (TimedSound.PlayOverException e) {
            words.println("The time for this play is over. Listening again counts as another play.");
            return Outcome.REFUSED;
        } catch (TamperedMessageException e) {
            words.println("This message was altered and is not played: " + e.getMessage() + ".");
            return Outcome.ALTERED;
        } finally {
            Arrays.fill(password, '\0');
            Files.delete(protectedFile);
        }
    }

    /** Whoever takes the sound slowly makes no more of one play. */
    private OutputStream timed(LicenseDocument license, MailboxClient mailbox) {
        Instant end = license.playEndsAt();
        return end == null ? sound : new TimedSound(sound, mailbox::serverTime, end);
    }

    @FunctionalInterface
    private interface Reports {
        void send(LeaseReport report) throws LicenseServerException;
    }

    /** Tells the license server what becomes of the play: it is given back when not a sound can come out. */
    private void play(Path protectedFile, byte[] manifest, LicenseDocument license, Reports reports, OutputStream timed)
            throws IOException, TamperedMessageException, LicenseServerException {
        ProtectedMessage opened;
        try {
            opened = ProtectedMessage.open(protectedFile, manifest, license);
        } catch (IOException | TamperedMessageException e) {
            giveBack(reports, e);
            throw e;
        }
        try (ProtectedMessage message = opened) {
            reports.send(LeaseReport.STARTED);
            play(message, timed);
        }
        reports.send(LeaseReport.ENDED);
    }

    private static void giveBack(Reports reports, Exception reason) {
        try {
            reports.send(LeaseReport.RETURNED);
        } catch (LicenseServerException e) {
            reason.addSuppressed(e); // the play is counted, then
        }
    }

    private void play(ProtectedMessage message, OutputStream timed) throws IOException, TamperedMessageException {
        long[] samples = {0};
        double[] power = {0};
        message.decode(pcm -> {
            ByteBuffer octets = ByteBuffer.allocate(pcm.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            octets.asShortBuffer().put(pcm);
            timed.write(octets.array());
            samples[0] += pcm.length;
            for (short sample : pcm) {
                power[0] += (double) sample * sample;
            }
        });
        timed.flush();
        double level = 10 * Math.log10(Math.max(1, power[0] / Math.max(1, samples[0])) / (32768.0 * 32768.0));
        words.printf(
                "Message from %s, %.1f seconds, %.0f dB. Every byte is as it was recorded.%n",
                message.manifest().caller(), (double) samples[0] / SoundFile.RATE, level);
    }
}
