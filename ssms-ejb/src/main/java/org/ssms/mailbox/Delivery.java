package org.ssms.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.MessageId;

/** What one member has of a message that was left for a list: its state with him. Everything else is the message's. */
@Entity
@Table(name = "delivery")
@IdClass(Delivery.Names.class)
class Delivery {
    @Id
    @Column(name = "message")
    private String message;

    @Id
    @Column(name = "reader")
    private String reader;

    @Column(name = "state")
    @Enumerated(EnumType.STRING)
    private MessageState state;

    @Column(name = "deleted_at")
    private @Nullable Instant deletedAt;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected Delivery() {}

    Delivery(MessageId message, String reader) {
        this.message = message.value();
        this.reader = reader;
        this.state = MessageState.NEW;
    }

    MessageState state() {
        return state;
    }

    void heard() {
        state = MessageState.HEARD;
    }

    void unheard() {
        state = MessageState.NEW;
    }

    void delete(Instant at) {
        deletedAt = deletedAt == null ? at : deletedAt;
    }

    void restore() {
        deletedAt = null;
    }

    /** Of a message and a member. */
    static class Names implements Serializable {
        private static final long serialVersionUID = 1;

        private String message;
        private String reader;

        @SuppressWarnings("NullAway.Init") // JPA fills the fields
        protected Names() {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Names names && names.message.equals(message) && names.reader.equals(reader);
        }

        @Override
        public int hashCode() {
            return Objects.hash(message, reader);
        }
    }
}
