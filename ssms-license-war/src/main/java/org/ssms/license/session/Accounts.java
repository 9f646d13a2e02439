package org.ssms.license.session;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/** The accounts in the database. Passwords are checked by the container against the same tables. */
@Stateless
public class Accounts {
    /**
     * The account that the realm's query falls back to for user names that do not exist, so that a wrong name takes as
     * long as a wrong password. Cannot be the name of a subscriber, and nobody knows its password.
     */
    static final String DECOY = ":nobody";

    private static final int BCRYPT_HASH_CHARS = 53;
    private static final String DEFAULT_COST = "$2a$10$";
    private static final String BCRYPT_ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    @PersistenceContext(unitName = "license")
    private EntityManager entities;

    /**
     * Creates or updates every subscriber of the file. Accounts that are not in it stay.
     *
     * @param file empty: nothing to take over
     * @throws IllegalArgumentException when the file has a wrong line; then nothing is changed
     */
    public void load(Optional<Path> file) throws IOException {
        List<AccountsFile.Line> lines = file.isEmpty() ? List.of() : AccountsFile.read(file.get());
        for (AccountsFile.Line line : lines) {
            Account account = entities.find(Account.class, line.username());
            if (account == null) {
                entities.persist(Account.subscriber(line));
            } else {
                account.update(line);
            }
        }
        if (entities.find(Account.class, DECOY) == null) {
            String cost =
                    lines.isEmpty() ? DEFAULT_COST : lines.get(0).passwordHash().substring(0, DEFAULT_COST.length());
            entities.persist(Account.decoy(DECOY, cost + unknownHash(new SecureRandom())));
        }
    }

    /** Text in the form of a bcrypt salt and hash, of a password that is not known to anybody. */
    private static String unknownHash(SecureRandom random) {
        StringBuilder hash = new StringBuilder(BCRYPT_HASH_CHARS);
        for (int i = 0; i < BCRYPT_HASH_CHARS; i++) {
            hash.append(BCRYPT_ALPHABET.charAt(random.nextInt(BCRYPT_ALPHABET.length())));
        }
        return hash.toString();
    }
}
