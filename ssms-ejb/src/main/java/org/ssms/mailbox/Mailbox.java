package org.ssms.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The mailbox of one user, or a list, whose messages are its members'. */
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

    @Column(name = "is_list")
    private boolean list;

    protected Mailbox() {}

    Mailbox(UserName user, String mailAddress) {
        this.user = user.value();
        this.mailAddress = mailAddress;
    }

    static Mailbox list(UserName name) {
        Mailbox list = new Mailbox(name, "");
        list.list = true;
        return list;
    }

    /** Its owner is gone. */
    void forgetAddress() {
        mailAddress = "";
    }

    void close() {
        disabled = true;
    }

    /** The name of its owner, or of the list. */
    String user() {
        return user;
    }

    String mailAddress() {
        return mailAddress;
    }

    boolean isList() {
        return list;
    }

    /** English as long as it was read nowhere. */
    Locale language() {
        return language == null ? Locale.ENGLISH : Locale.forLanguageTag(language);
    }

    void readIn(Locale spoken) {
        language = spoken.getLanguage();
    }
}
