package org.ssms.license.session;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.util.HashSet;
import java.util.Set;
import org.ssms.guard.login.AccountTable;

/** A subscriber as the security domain {@code ssms} reads it: the password is known by its bcrypt hash only. */
@Entity
@Table(name = "account")
public class Account {
    static final String SUBSCRIBER = "subscriber";
    private static final String GUEST = "guest";

    @Id
    private String username;

    @Column(name = "password_hash")
    private String passwordHash;

    @Column
    private boolean enabled;

    /** Raised to end everything that was handed out before; the tokens carry it. */
    @Column
    private long version;

    @ElementCollection(fetch = FetchType.LAZY)
    @CollectionTable(name = "account_role", joinColumns = @JoinColumn(name = "username"))
    @Column(name = "role")
    private Set<String> roles = new HashSet<>();

    protected Account() {}

    private Account(String username, String passwordHash, boolean enabled) {
        this.username = username;
        this.passwordHash = passwordHash;
        this.enabled = enabled;
    }

    static Account subscriber(AccountsFile.Line line) {
        Account account = new Account(line.username(), line.passwordHash(), true);
        account.roles.add(SUBSCRIBER);
        return account;
    }

    /**
     * An account without a password, for who proves his address by a code.
     *
     * @param nobodysHash of a password that nobody knows
     */
    static Account guest(String name, String nobodysHash) {
        Account account = new Account(name, nobodysHash, true);
        account.roles.add(GUEST);
        return account;
    }

    /** An account that nobody has: its password is checked for user names that do not exist. */
    static Account decoy(String passwordHash) {
        return new Account(AccountTable.STAND_IN, passwordHash, true);
    }

    boolean isSubscriber() {
        return enabled && roles.contains(SUBSCRIBER);
    }

    boolean isEnabled() {
        return enabled;
    }

    long version() {
        return version;
    }

    String passwordHash() {
        return passwordHash;
    }

    /** The decoy's, when the cost of the others has changed. */
    void replacePasswordHash(String other) {
        passwordHash = other;
    }

    /**
     * Takes over the password of the accounts file; another one ends all sessions. Whether the account is enabled
     * stays as it is.
     */
    void update(AccountsFile.Line line) {
        if (!line.passwordHash().equals(passwordHash)) {
            passwordHash = line.passwordHash();
            version++;
        }
        roles.add(SUBSCRIBER);
    }
}
