package org.ssms.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The mailbox of one user. */
@Entity
@Table(name = "mailbox")
class Mailbox {
    @Id
    @Column(name = "username")
    private String user;

    @Column(name = "mail_address")
    private String mailAddress;

    @Column(name = "disabled")
    private boolean disabled;

    @Column(name = "language")
    private @Nullable String language;

    protected Mailbox() {}

    Mailbox(UserName user, String mailAddress) {
        this.user = user.value();
        this.mailAddress = mailAddress;
    }

    String user() {
        return user;
    }

    String mailAddress() {
        return mailAddress;
    }

    /** English as long as it was read nowhere. */
    Locale language() {
        return language == null ? Locale.ENGLISH : Locale.forLanguageTag(language);
    }

    void readIn(Locale spoken) {
        language = spoken.getLanguage();
    }
}
