package org.ssms.mailbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.recording.AudioFormat;
import org.ssms.protect.recording.RecordingStore;
import org.ssms.protect.srtp.StoredSrtp;

/** Finds the stored packets of messages for those whom they reached ({@link SharedMessages}). */
@ApplicationScoped
public class Streams {
    /** As many threads at once may wait for the license server here. */
    private static final int MOST_ASKING = 4;

    @Inject
    private SharedMessages shared;

    @Inject
    private Mailboxes mailboxes;

    @Inject
    private RecordingStore store;

    private final Semaphore asking = new Semaphore(MOST_ASKING);
    /** Each waits once at a time, so that nobody takes all the places. */
    private final Set<String> readers = ConcurrentHashMap.newKeySet();

    /**
     * Blocks for the database and, when the message is not in his own mailbox, for the license server.
     *
     * @return empty when there is no such message, or it did not reach {@code reader}
     * @throws HoldersUnknownException when nobody can say so at the moment
     * @throws IOException when its packets cannot be read
     */
    public Optional<StoredMessage> find(String reader, MessageId id) throws IOException {
        Optional<MessageView> message = owner(reader, id).flatMap(owner -> mailboxes.message(owner, id));
        return message.isEmpty() ? Optional.empty() : Optional.of(stored(message.get()));
    }

    private Optional<String> owner(String reader, MessageId id) {
        if (mailboxes.isFor(reader, id)) {
            return Optional.of(reader);
        }
        if (!readers.add(reader)) {
            throw new HoldersUnknownException("he is asking already");
        }
        try {
            return ask(reader, id);
        } finally {
            readers.remove(reader);
        }
    }

    private Optional<String> ask(String reader, MessageId id) {
        if (!asking.tryAcquire()) {
            throw new HoldersUnknownException("others are asking");
        }
        try {
            return shared.owner(reader, id);
        } finally {
            asking.release();
        }
    }

    private StoredMessage stored(MessageView message) throws IOException {
        KeyId kid = message.keyId();
        int payloadType = StoredSrtp.payloadType(store.srtp(kid));
        AudioFormat format = Arrays.stream(AudioFormat.values())
                .filter(one -> one.payloadType() == payloadType)
                .findFirst()
                .orElseThrow(() -> new IOException("packets of another payload type: " + payloadType));
        return new StoredMessage(message.id(), kid, store.srtp(kid), format, message.length());
    }
}
