package org.ssms.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ssms.client.DepositAnswer;
import org.ssms.client.ForeseenRights;
import org.ssms.client.LicenseServerException;
import org.ssms.identity.Attestation;
import org.ssms.media.engine.AudioSink;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.license.KeyDeposit;
import org.ssms.protect.license.UsageRights;
import org.ssms.protect.recording.AudioFormat;
import org.ssms.protect.recording.ProtectedRecording;
import org.ssms.protect.recording.RecordingTicket;
import org.ssms.protect.srtp.StoredSrtpOpener;

/**
 * The message that may come of a call: first only a key, then protected files, in the end a message in the mailbox or
 * nothing. All methods but {@link #pause()} block; they run on managed threads, one after the other.
 */
public class PendingMessage {
    private static final System.Logger LOG = System.getLogger(PendingMessage.class.getName());

    private final Recorder recorder;
    private final Caller from;
    private final String mailbox;
    private final List<String> members;
    private final @Nullable UsageRights chosen;
    private final MessageId id;

    private @Nullable MessageKey key;
    private volatile @Nullable Deposited deposited; // also who tells the code reads it
    private @Nullable UsageRights decided;
    private @Nullable RecordingTicket ticket;
    private @Nullable ProtectedRecording recording;

    private record Deposited(Instant at, DepositAnswer answer) {}

    /** @param members of the list that the mailbox is; empty: it is its owner's */
    PendingMessage(Recorder recorder, Caller from, String mailbox, List<String> members, @Nullable UsageRights chosen) {
        this.recorder = recorder;
        this.from = from;
        this.mailbox = mailbox;
        this.members = members;
        this.chosen = chosen;
        this.id = MessageId.generate(recorder.random());
    }

    /**
     * One of the same call into the same mailbox, with an id and a key of its own. Of a list it is for the same
     * members, whatever has become of it since the call began. Does not block.
     */
    public PendingMessage another() {
        return new PendingMessage(recorder, from, mailbox, members, chosen);
    }

    public MessageId id() {
        return id;
    }

    /** For whom it is left: the owner of the mailbox, or the members of a list. */
    public Set<String> recipients() {
        return members.isEmpty() ? Set.of(mailbox) : Set.copyOf(members);
    }

    /**
     * Makes the message key and brings it to the license server, with what the caller has chosen; the server says which
     * rights come of that. An attempt without an answer is repeated once: a deposit is idempotent, and
     * the greeting lasts longer than that.
     *
     * @throws LicenseServerException when it is not there for certain; then {@link #leaveNothing()} is due
     */
    public void deposit() throws LicenseServerException {
        MessageKey made = MessageKey.generate(recorder.random());
        key = made;
        DepositAnswer answer;
        try {
            answer = deposit(made);
        } catch (LicenseServerException e) {
            if (e.kind() != LicenseServerException.Kind.UNREACHABLE) {
                throw e;
            }
            answer = deposit(made);
        }
        deposited = new Deposited(recorder.clock().instant(), answer);
    }

    /**
     * By which a caller without an account proves later that he has left the message; empty before the deposit, and
     * when he has one. Is here only, for him to be told: in no file, log or mail.
     */
    public Optional<String> controlCode() {
        return Optional.ofNullable(deposited).map(Deposited::answer).map(DepositAnswer::controlCode);
    }

    private DepositAnswer deposit(MessageKey made) throws LicenseServerException {
        return recorder.license()
                .deposit(new KeyDeposit(id, made, mailbox, members, from.address(), from.subscriber(), chosen));
    }

    /**
     * Makes hold what the caller has confirmed: what the license server says will come of it is in the ticket when this
     * returns, so that neither a crash nor a hang-up loses it, and is registered with the message. Other rights than
     * these stay as they were deposited; the last call counts.
     *
     * @return all rights that the owner, or each member of a list for certain, will get: less than confirmed where a
     *     called party or the domain allow less
     * @throws LicenseServerException when it does not say; then, as after an IOException, what was chosen before holds
     * @throws IllegalStateException when the key has not been deposited, or the recording has ended
     */
    public UsageRights choose(UsageRights confirmed) throws LicenseServerException, IOException {
        Deposited before = deposited;
        MessageKey made = key;
        if (before == null || made == null) {
            throw new IllegalStateException("nothing can be chosen before the key is deposited");
        }
        ForeseenRights foreseen =
                recorder.license().foresee(made.id(), before.answer().rights().changedTo(confirmed));
        RecordingTicket opened = ticket;
        if (opened != null) {
            ticket = renewed(opened, opened.choosing(foreseen.rights()));
        }
        decided = foreseen.rights();
        return foreseen.least();
    }

    /** The new ticket, durable; when it cannot be, the old one is there again, as far as that can be had. */
    private RecordingTicket renewed(RecordingTicket old, RecordingTicket renewed) throws IOException {
        try {
            recorder.store().renew(renewed);
            return renewed;
        } catch (IOException e) {
            try {
                recorder.store().renew(old);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /**
     * Opens the protected files and forgets the message key.
     *
     * @param attestation what the caller's provider has signed of his number; null when nothing was verified
     * @return where the media loop puts the frames
     * @throws IOException when the storage takes no recording; then {@link #leaveNothing()} is due
     * @throws IllegalStateException when the key has not been deposited
     */
    public AudioSink open(AudioFormat format, @Nullable Attestation attestation) throws IOException {
        Deposited before = deposited;
        MessageKey made = key;
        if (before == null || made == null) {
            throw new IllegalStateException("no recording before the key is deposited");
        }
        UsageRights decidedSince = decided;
        RecordingTicket written = new RecordingTicket(
                id,
                made.id(),
                mailbox,
                members,
                from.address(),
                from.name(),
                recorder.clock().instant(),
                from.dialog(),
                format,
                attestation == null ? null : attestation.name(),
                decidedSince == null ? before.answer().rights() : decidedSince,
                decidedSince != null,
                false);
        recorder.audit().keyDeposited(written, before.at(), from.source(), from.audited());
        ticket = written;
        ProtectedRecording begun = recorder.store().begin(written, made);
        recording = begun;
        made.close();
        return new ProtectedSink(begun, format);
    }

    /**
     * Lets {@link #openStored()} have all that was recorded. While nothing is recorded, in turn with what is; does not
     * wait for the disk to confirm.
     *
     * @throws UncheckedIOException when the disk refuses; then it takes no more of the message, either
     */
    public void pause() {
        try {
            if (recording != null) {
                recording.pause();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens what was recorded up to the last {@link #pause()}, for its caller to hear. */
    public StoredSrtpOpener openStored() throws IOException {
        if (recording == null) {
            throw new IllegalStateException("no recording was opened");
        }
        return recording.openStored();
    }

    /** Brings the ended recording into the mailbox, now or, where that is not possible, as soon as it is. */
    public RecordingCompletion.Result keep() {
        RecordingTicket opened = ticket;
        if (opened == null) {
            throw new IllegalStateException("no recording was opened");
        }
        return recorder.completion().complete(opened);
    }

    /**
     * Destroys the key and removes the files of a recording that has ended, whatever is in them: instead of {@link
     * #keep()}. When the license server is away that is done later, also after a crash.
     *
     * @throws IOException when the disk does not take note of that; nothing is cancelled then
     */
    public void cancel() throws IOException {
        RecordingTicket opened = ticket;
        if (opened == null) {
            throw new IllegalStateException("no recording was opened");
        }
        RecordingTicket cancelled = renewed(opened, opened.cancelled());
        ticket = cancelled;
        recorder.completion().complete(cancelled);
    }

    /** Withdraws the key and removes the files, if any. To be called instead of {@link #keep()}. */
    public void leaveNothing() {
        if (key == null) {
            return; // never told anybody of it
        }
        key.close();
        if (recording != null) {
            recording.abandon();
        }
        if (ticket != null) {
            recorder.completion().complete(ticket); // there is no frame in the files, so that ends with nothing
        } else {
            try {
                recorder.license().withdraw(key.id());
            } catch (LicenseServerException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "SSMS-3101 key {0} of a call that left nothing was not withdrawn: {1}",
                        key.id(),
                        e.getMessage());
            }
        }
    }
}
