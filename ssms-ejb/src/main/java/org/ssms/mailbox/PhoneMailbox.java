package org.ssms.mailbox;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ssms.client.LicenseServerClient;
import org.ssms.client.LicenseServerException;
import org.ssms.client.LicenseSession;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.GrantRequest;
import org.ssms.protect.license.LeaseReport;
import org.ssms.protect.license.LicenseDocument;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;
import org.ssms.protect.manifest.TamperedMessageException;
import org.ssms.protect.playback.ProtectedStream;
import org.ssms.protect.recording.RecordingStore;

/**
 * A mailbox that was opened by phone, for one call. What may be heard is decided by the license server each time, as
 * for any player. All methods block; not for two threads at once.
 */
public class PhoneMailbox implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PhoneMailbox.class.getName());

    private final String owner;
    private final String source;
    private final @Nullable String caller;
    private final LicenseSession session;
    private final LicenseServerClient license;
    private final Mailboxes mailboxes;
    private final RecordingStore store;

    /**
     * Of who has said his PIN.
     *
     * @param source as of {@link LicenseServerClient#loginByPin}
     * @param caller likewise
     */
    protected PhoneMailbox(
            String owner,
            String source,
            @Nullable String caller,
            LicenseSession session,
            LicenseServerClient license,
            Mailboxes mailboxes,
            RecordingStore store) {
        this.owner = owner;
        this.source = source;
        this.caller = caller;
        this.session = session;
        this.license = license;
        this.mailboxes = mailboxes;
        this.store = store;
    }

    public String owner() {
        return owner;
    }

    /** The oldest first. */
    public List<MessageView> messages() {
        return oldestFirst(mailboxes.messages(owner));
    }

    /** Those that were deleted, the oldest first. */
    public List<MessageView> deleted() {
        return oldestFirst(mailboxes.deleted(owner));
    }

    /**
     * What others have forwarded to the owner and nobody took back, the oldest first, as the mailbox on the web shows
     * it; of a message that reached him several times, once.
     *
     * @throws LicenseServerException when nobody can say
     */
    public List<ForwardedMessage> forwarded() throws LicenseServerException {
        Map<MessageId, String> from = new LinkedHashMap<>(); // by whom last
        license.received(session).forEach(received -> from.putIfAbsent(received.id(), received.from()));
        Map<MessageId, MessageView> here =
                mailboxes.held(from.keySet()).stream().collect(Collectors.toMap(MessageView::id, Function.identity()));
        List<ForwardedMessage> messages = new ArrayList<>();
        from.forEach((id, by) -> {
            MessageView message = here.get(id);
            if (message != null) { // else another node has it
                messages.add(new ForwardedMessage(message, by));
            }
        });
        Collections.reverse(messages);
        return messages;
    }

    private static List<MessageView> oldestFirst(List<MessageView> newestFirst) {
        List<MessageView> messages = new ArrayList<>(newestFirst);
        Collections.reverse(messages);
        return List.copyOf(messages);
    }

    /** What may be done with a message now. */
    public UsageRights rights(MessageId id) throws LicenseServerException {
        return license.rights(session, id);
    }

    /**
     * Forwards a message with all that its listener may give; but of plays that are counted one only, as otherwise he
     * had none left.
     *
     * @param to name of a subscriber
     */
    public void forward(MessageId id, String to) throws LicenseServerException {
        UsageRights wanted = rights(id).get(Right.PLAYS) == null
                ? UsageRights.UNLIMITED
                : UsageRights.UNLIMITED.with(Right.PLAYS, 1);
        license.forward(session, id, new GrantRequest(to, wanted));
    }

    /**
     * Sets another PIN.
     *
     * @param pin the one that he has, said once more; both stay the caller's to wipe
     * @throws LicenseServerException as {@link LicenseServerClient#changePin}
     */
    public void changePin(char[] pin, char[] newPin) throws LicenseServerException {
        license.changePin(owner, pin, newPin, source, caller);
    }

    public void delete(MessageId id) {
        mailboxes.delete(owner, id);
    }

    public void restore(MessageId id) {
        mailboxes.restore(owner, id);
    }

    /**
     * Acquires a license for one play.
     *
     * @throws LicenseServerException also when the message may not be heard, or not by phone
     * @throws TamperedMessageException when the files are not those that were recorded
     */
    public PhonePlay play(MessageView message) throws LicenseServerException, IOException, TamperedMessageException {
        LicenseDocument document = license.license(session, message.id(), message.keyId());
        try {
            byte[] manifest = Files.readAllBytes(store.manifest(message.keyId()));
            ProtectedStream stream = ProtectedStream.check(store.srtp(message.keyId()), manifest, document);
            return new PhonePlay(document, stream, report -> {
                license.report(session, document.lease(), report);
                if (report == LeaseReport.STARTED) {
                    markHeard(message.id());
                }
            });
        } catch (IOException | TamperedMessageException | RuntimeException e) {
            giveBack(document);
            throw e;
        }
    }

    /** That it is counted does not hang on our list. */
    private void markHeard(MessageId id) {
        try {
            mailboxes.markHeard(owner, id);
        } catch (RuntimeException e) { // the database
            LOG.log(ERROR, "SSMS-3202 message " + id + " stays new, though its owner hears it by phone", e);
        }
    }

    /** Gives the session back; one that cannot be given back ends by itself. */
    @Override
    public void close() {
        try {
            license.logout(session);
        } catch (LicenseServerException e) {
            LOG.log(DEBUG, "a session by PIN was not given back: {0}", e.getMessage());
        }
    }

    private void giveBack(LicenseDocument document) {
        document.close();
        try {
            license.report(session, document.lease(), LeaseReport.RETURNED);
        } catch (LicenseServerException e) {
            // then it is counted when the time for reports is over
        }
    }
}
