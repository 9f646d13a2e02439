package org.ssms.mailbox;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.MessageId;

/** One message, of alice. */
public final class TestStreams extends Streams {
    public @Nullable StoredMessage found;
    public boolean unknown;
    public boolean unreadable;

    @Override
    public Optional<StoredMessage> find(String reader, MessageId id) throws IOException {
        if (unknown) {
            throw new HoldersUnknownException("planned");
        }
        if (unreadable) {
            throw new IOException("planned");
        }
        return Optional.ofNullable(found)
                .filter(message -> reader.equals("alice") && message.id().equals(id));
    }
}
