package org.ssms.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The numbers that a reader's mails have been given: which is next, and since when they hold. */
@Entity
@Table(name = "mail_folder")
class MailFolderRow {
    @Id
    @Column(name = "reader")
    private String reader;

    @Column(name = "uid_validity")
    private long uidValidity;

    @Column(name = "uid_next")
    private long uidNext;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected MailFolderRow() {}

    MailFolderRow(String reader, long uidValidity) {
        this.reader = reader;
        this.uidValidity = uidValidity;
        this.uidNext = 1;
    }

    long uidValidity() {
        return uidValidity;
    }

    long uidNext() {
        return uidNext;
    }

    long take() {
        return uidNext++;
    }
}
