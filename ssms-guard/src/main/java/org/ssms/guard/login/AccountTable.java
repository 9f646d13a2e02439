package org.ssms.guard.login;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The license server's accounts and revoked tokens, read anew each time: the only class of the doors that knows tables.
 * Thread-safe; waits for the database.
 */
public final class AccountTable {
    /**
     * The account whose password is checked for names that do not exist. Cannot be the name of a subscriber, and nobody
     * knows its password. The license server makes it, with the highest cost of all accounts.
     */
    public static final String STAND_IN = ":nobody";

    private static final String UNREADABLE = "accounts cannot be read";
    private static final int MAX_NAME = 64;
    /** Of the standard; drivers throw different exceptions with it. */
    private static final String UNIQUE_VIOLATION = "23505";

    private final Supplier<DataSource> database;

    public AccountTable(Supplier<DataSource> database) {
        this.database = database;
    }

    /** The same work for every name. */
    Account find(String name) {
        try {
            return read(name);
        } catch (SQLException e) {
            throw new IllegalStateException(UNREADABLE, e);
        }
    }

    private Account read(String name) throws SQLException {
        String asked = name.length() > MAX_NAME ? STAND_IN : name;
        String standIn = "";
        Account found = null;
        try (Connection connection = database.get().getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select username, password_hash, enabled, version from account where username in (?, ?)")) {
            select.setString(1, asked);
            select.setString(2, STAND_IN);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    String hash = rows.getString("password_hash");
                    if (rows.getString("username").equals(STAND_IN)) {
                        standIn = hash;
                    } else {
                        found = new Account(name, hash, rows.getBoolean("enabled"), rows.getLong("version"), 0);
                    }
                }
            }
        }
        if (standIn.isEmpty()) {
            throw new SQLException("the account '" + STAND_IN + "' is missing: has the license server started?");
        }
        int cost = Account.cost(standIn);
        return found == null || !found.usable()
                ? new Account(name, standIn, false, 0, cost)
                : new Account(name, found.passwordHash(), true, found.version(), Math.max(cost, found.ownCost()));
    }

    /** Whether what was handed out for an account, when it had that version, is still good. */
    boolean isCurrent(String name, long version) {
        Account account = find(name);
        return account.usable() && account.version() == version;
    }

    /** What an account may do; nothing when it does not exist or is disabled. */
    public Set<String> rolesOf(String name) {
        return roles("", name).orElse(Set.of());
    }

    /**
     * Whether a token is still good: its account exists, is enabled and has the version that it had when the token was
     * made, and the token was not given back.
     *
     * @return what the account may do; empty: the token is worth nothing
     */
    public Optional<Set<String>> rolesOf(String name, long version, UUID tokenId) {
        return roles(
                " and a.version = ? and not exists (select 1 from revoked_token t where t.jti = ?)",
                name,
                version,
                tokenId);
    }

    private Optional<Set<String>> roles(String andThat, Object... parameters) {
        Set<String> roles = new HashSet<>();
        boolean good = false;
        if (parameters[0].equals(STAND_IN)) {
            return Optional.empty();
        }
        try (Connection connection = database.get().getConnection();
                PreparedStatement select = connection.prepareStatement("select r.role from account a"
                        + " left join account_role r on r.username = a.username"
                        + " where a.username = ? and a.enabled = true"
                        + andThat)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    good = true;
                    if (rows.getString(1) != null) {
                        roles.add(rows.getString(1));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(UNREADABLE, e);
        }
        return good ? Optional.of(Set.copyOf(roles)) : Optional.empty();
    }

    /** Whether there is, or was, an account of that name. */
    public boolean isTaken(String name) {
        try (Connection connection = database.get().getConnection();
                PreparedStatement select = connection.prepareStatement("select 1 from account where username = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(UNREADABLE, e);
        }
    }

    /** Whether that is an account which nobody may use now. Who has none at all is another matter. */
    public boolean isShut(String name) {
        try (Connection connection = database.get().getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select 1 from account where username = ? and enabled = false")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(UNREADABLE, e);
        }
    }

    /** The same for a phone that has shown the right phone password; also when that was made before the last reset. */
    public boolean isShut(String name, MadeAt phonePassword) {
        try (Connection connection = database.get().getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select enabled, phone_version, phone_since from account where username = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                @Nullable OffsetDateTime since = row.getObject("phone_since", OffsetDateTime.class);
                return !row.getBoolean("enabled")
                        || (since != null && phonePassword.isBefore(row.getLong("phone_version"), since.toInstant()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(UNREADABLE, e);
        }
    }

    /** The accounts that were reset, by name: phone passwords and registrations of before are void. */
    public Map<String, Reset> resets() {
        Map<String, Reset> resets = new HashMap<>();
        try (Connection connection = database.get().getConnection();
                PreparedStatement select = connection.prepareStatement("select username, phone_version, phone_since"
                        + " from account where phone_since is not null and deleted_at is null");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                OffsetDateTime since = rows.getObject(3, OffsetDateTime.class);
                resets.put(rows.getString(1), new Reset(rows.getLong(2), since.toInstant()));
            }
            return resets;
        } catch (SQLException e) {
            throw new IllegalStateException(UNREADABLE, e);
        }
    }

    /**
     * The last reset of an account.
     *
     * @param version what it has since then
     */
    public record Reset(long version, Instant since) {}

    /** All accounts that nobody may use now, by name; true: it is gone for good, and its name is nobody's any more. */
    public Map<String, Boolean> shut() {
        Map<String, Boolean> shut = new HashMap<>();
        try (Connection connection = database.get().getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select username, deleted_at is not null from account where enabled = false");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                shut.put(rows.getString(1), rows.getBoolean(2));
            }
            return shut;
        } catch (SQLException e) {
            throw new IllegalStateException(UNREADABLE, e);
        }
    }

    /** Accounts that operators have made since then for who is to have a mailbox: mail addresses by name. */
    public Map<String, String> newcomers(Instant since) {
        Map<String, String> newcomers = new HashMap<>();
        try (Connection connection = database.get().getConnection();
                PreparedStatement select = connection.prepareStatement("select username, mail_address from account"
                        + " where created_at >= ? and mail_address is not null and deleted_at is null")) {
            select.setObject(1, since.atOffset(ZoneOffset.UTC));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    newcomers.put(rows.getString(1), rows.getString(2));
                }
            }
            return newcomers;
        } catch (SQLException e) {
            throw new IllegalStateException(UNREADABLE, e);
        }
    }

    /** Makes a token worth nothing until it would have ended anyway; forgets those that have ended. Repeatable. */
    public void revoke(UUID tokenId, Instant expiresAt) {
        try (Connection connection = database.get().getConnection();
                PreparedStatement forget =
                        connection.prepareStatement("delete from revoked_token where expires_at < current_timestamp");
                PreparedStatement revoke = connection.prepareStatement("insert into revoked_token (jti, expires_at)"
                        + " select cast(? as uuid), cast(? as timestamp with time zone)"
                        + " where not exists (select 1 from revoked_token where jti = ?)")) {
            forget.executeUpdate();
            revoke.setObject(1, tokenId);
            revoke.setObject(2, expiresAt.atOffset(ZoneOffset.UTC));
            revoke.setObject(3, tokenId);
            revoke.executeUpdate();
        } catch (SQLException e) {
            if (!UNIQUE_VIOLATION.equals(e.getSQLState())) { // else somebody has just done the same
                throw new IllegalStateException("a token cannot be revoked", e);
            }
        }
    }
}
