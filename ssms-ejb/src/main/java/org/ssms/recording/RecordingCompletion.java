package org.ssms.recording;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.ssms.client.LicenseServerClient;
import org.ssms.client.LicenseServerException;
import org.ssms.mailbox.MessageAudit;
import org.ssms.mailbox.MessageEventType;
import org.ssms.mailbox.Messages;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.manifest.ManifestSigner;
import org.ssms.protect.recording.FinishedRecording;
import org.ssms.protect.recording.RecordingStore;
import org.ssms.protect.recording.RecordingTicket;

/**
 * Brings an ended recording into its mailbox: the same steps after a hang-up, on a retry and after a crash. Each step
 * may be repeated, and the ticket on disk is deleted last, so nothing is lost and nothing comes twice. Thread-safe, as
 * long as one recording is completed by one thread at a time.
 */
@Singleton
public class RecordingCompletion {
    /** What became of a recording. */
    public enum Result {
        STORED,
        /** Not now: a step failed and will be repeated. The message is safe on disk. */
        POSTPONED,
        /** There was no whole fragment, or it was cancelled: the key is withdrawn and the files are removed. */
        NOTHING_RECORDED
    }

    private enum Problem {
        LICENSE_SERVER_AWAY,
        OTHER
    }

    private static final System.Logger LOG = System.getLogger(RecordingCompletion.class.getName());

    private final RecordingStore store;
    private final ManifestSigner signer;
    private final LicenseServerClient license;
    private final Messages messages;
    private final MessageAudit audit;
    private final Clock clock;

    private final Map<KeyId, Waiting> waiting = new ConcurrentHashMap<>();
    private final LongAdder stored = new LongAdder();

    @Inject
    public RecordingCompletion(
            RecordingStore store,
            ManifestSigner signer,
            LicenseServerClient license,
            Messages messages,
            MessageAudit audit,
            Clock clock) {
        this.store = store;
        this.signer = signer;
        this.license = license;
        this.messages = messages;
        this.audit = audit;
        this.clock = clock;
    }

    /** Does all that is left to do; what fails is postponed. Blocks. Not within a transaction. */
    public Result complete(RecordingTicket ticket) {
        try {
            Result result = bringHome(ticket);
            if (waiting.remove(ticket.keyId()) != null) {
                LOG.log(System.Logger.Level.INFO, "SSMS-3104 recording {0} is completed after all", ticket.keyId());
            }
            return result;
        } catch (LicenseServerException e) {
            boolean away = e.kind() == LicenseServerException.Kind.UNREACHABLE;
            return postpone(ticket, away ? Problem.LICENSE_SERVER_AWAY : Problem.OTHER, e);
        } catch (IOException | RuntimeException e) { // RuntimeException: what the database or JMS throws
            return postpone(ticket, Problem.OTHER, e);
        }
    }

    /**
     * Takes over what a crash left. To be called once, before the first call is answered.
     *
     * @throws IOException when the storage cannot be read
     */
    void takeOver() throws IOException {
        List<RecordingTicket> left = store.unfinished();
        left.forEach(ticket -> waiting.put(ticket.keyId(), new Waiting(ticket, Problem.LICENSE_SERVER_AWAY)));
        if (!left.isEmpty()) {
            LOG.log(System.Logger.Level.INFO, "SSMS-3102 {0} recordings are left to complete", left.size());
        }
    }

    /** Tries again what was postponed; gives up for this time as soon as the license server turns out to be away. */
    void retry() {
        for (Waiting each : List.copyOf(waiting.values())) {
            complete(each.ticket());
            Waiting still = waiting.get(each.ticket().keyId());
            if (still != null && still.problem() == Problem.LICENSE_SERVER_AWAY) {
                return;
            }
        }
    }

    /** Messages stored since the start. */
    public long stored() {
        return stored.sum();
    }

    /** Recordings that wait for the license server. */
    public int postponed() {
        return count(Problem.LICENSE_SERVER_AWAY);
    }

    /** Recordings that fail for another reason; they are tried again, too, but somebody should look. */
    public int failing() {
        return count(Problem.OTHER);
    }

    private Result bringHome(RecordingTicket ticket) throws IOException, LicenseServerException {
        Optional<FinishedRecording> finished = ticket.isCancelled() ? Optional.empty() : store.finalise(ticket, signer);
        if (finished.isEmpty()) {
            license.withdraw(ticket.keyId());
            audit.add(ticket, MessageEventType.WITHDRAWN, clock.instant());
            store.discard(ticket.keyId());
            return Result.NOTHING_RECORDED;
        }
        var protectedAt = clock.instant();
        FinishedRecording recording = finished.get();
        license.registerManifest(
                ticket.keyId(),
                ticket.messageId(),
                recording.manifestSha256(),
                ticket.isChosen() ? ticket.rights() : null);
        if (messages.store(recording, protectedAt)) {
            stored.increment();
        }
        store.settled(ticket.keyId());
        return Result.STORED;
    }

    private Result postpone(RecordingTicket ticket, Problem problem, Exception cause) {
        Waiting before = waiting.put(ticket.keyId(), new Waiting(ticket, problem));
        if (before == null || before.problem() != problem) { // once, not every few seconds
            LOG.log(
                    System.Logger.Level.WARNING,
                    "SSMS-3103 recording {0} is postponed: {1}",
                    ticket.keyId(),
                    cause.toString());
        }
        return Result.POSTPONED;
    }

    private int count(Problem problem) {
        return (int)
                waiting.values().stream().filter(w -> w.problem() == problem).count();
    }

    private record Waiting(RecordingTicket ticket, Problem problem) {}
}
