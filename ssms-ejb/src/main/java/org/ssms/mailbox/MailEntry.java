package org.ssms.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.MessageId;

/** A message as a mail of one reader. */
@Entity
@Table(name = "mail_entry")
@IdClass(MailEntry.Key.class)
class MailEntry {
    @Id
    @Column(name = "reader")
    private String reader;

    @Id
    @Column(name = "uid")
    private long uid;

    @Column(name = "message")
    private String message;

    @Column(name = "form")
    private String form;

    @Column(name = "marked")
    private boolean marked;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected MailEntry() {}

    MailEntry(String reader, long uid, MailFolder.Wanted wanted) {
        this.reader = reader;
        this.uid = uid;
        this.message = wanted.message().value();
        this.form = wanted.form();
    }

    MailFolder.Mail mail() {
        return new MailFolder.Mail(uid, new MessageId(message), marked);
    }

    MailFolder.Wanted wanted() {
        return new MailFolder.Wanted(new MessageId(message), form);
    }

    void mark(boolean deleted) {
        marked = deleted;
    }

    /** Of a reader and a number. */
    static class Key implements Serializable {
        private static final long serialVersionUID = 1;

        private String reader;
        private long uid;

        @SuppressWarnings("NullAway.Init") // JPA fills the fields
        protected Key() {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.reader.equals(reader) && key.uid == uid;
        }

        @Override
        public int hashCode() {
            return Objects.hash(reader, uid);
        }
    }
}
