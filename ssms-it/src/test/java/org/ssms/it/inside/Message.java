package org.ssms.it.inside;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.spi.CDI;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import org.ssms.license.DepositOutcome;
import org.ssms.license.GrantDecision;
import org.ssms.license.Grants;
import org.ssms.license.LicenseDecision;
import org.ssms.license.LicenseRequest;
import org.ssms.license.LicenseRequest.Once;
import org.ssms.license.Licenses;
import org.ssms.license.Origin;
import org.ssms.license.StoredKeys;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.license.GrantRequest;
import org.ssms.protect.license.KeyDeposit;
import org.ssms.protect.license.LicenseDocument;
import org.ssms.protect.license.ManifestRegistration;
import org.ssms.protect.license.UsageRights;

/** A message that bob has left for alice at the license server around us, and all that its database says of it. */
final class Message {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ADDRESS = "127.0.0.1";
    private static final Map<String, String> ROWS = Map.of(
            "message_key",
            "select * from message_key where message_id = ?",
            "grant_",
            "select g.* from grant_ g join message_key k on k.kid = g.kid where k.message_id = ? order by g.id",
            "lease",
            "select l.* from lease l join grant_ g on g.id = l.grant_id join message_key k on k.kid = g.kid"
                    + " where k.message_id = ? order by l.id",
            // without what the chain adds, at any time
            "license_audit",
            "select id, at, event, kid, message_id, grant_id, actor, decision, reason, recipient, member,"
                    + " remote_address, mac from license_audit where message_id = ? order by id");

    private final MessageId id = MessageId.generate(RANDOM);
    private final KeyId keyId = KeyId.generate(RANDOM);
    private final List<String> members;
    private final UsageRights chosen;
    private final byte[] bytes = new byte[MessageKey.BYTES];
    private final Licenses licenses = bean(Licenses.class);
    private final Grants grants = bean(Grants.class);

    private Message(List<String> members, UsageRights chosen) {
        RANDOM.nextBytes(bytes);
        this.members = members;
        this.chosen = chosen;
    }

    /** One whose key is not deposited yet. */
    static Message of(String rights) throws Exception {
        return new Message(List.of(), UsageRights.fromJson(rights));
    }

    /** One that can be played. */
    static Message left(String rights) throws Exception {
        Message message = of(rights);
        message.deposit();
        message.finish();
        return message;
    }

    /** One for a list with these members, whose name is alice. */
    static Message leftFor(List<String> members, String rights) throws Exception {
        Message message = new Message(members, UsageRights.fromJson(rights));
        message.deposit();
        message.finish();
        return message;
    }

    /** What the container has of that type. */
    static <T> T bean(Class<T> type) {
        return CDI.current().select(type).get();
    }

    static Origin by(String user) {
        return new Origin(user, ADDRESS);
    }

    MessageId id() {
        return id;
    }

    KeyId keyId() {
        return keyId;
    }

    DepositOutcome deposit() {
        return deposit(members);
    }

    /** The same key each time. */
    DepositOutcome deposit(List<String> to) {
        try (MessageKey key = MessageKey.of(keyId, bytes.clone())) {
            return bean(StoredKeys.class)
                    .deposit(
                            new KeyDeposit(id, key, "alice", to, "sip:bob@localhost", "bob", chosen),
                            by("service:media"));
        }
    }

    void finish() {
        assertThat(bean(StoredKeys.class)
                        .register(keyId, new ManifestRegistration(id, new byte[32]), by("service:media")))
                .isNull();
    }

    /** The lease of a license, or why there is none. */
    String license(String user) {
        LicenseDecision decision = licenses.acquire(new LicenseRequest(
                id, List.of(), EnumSet.of(KeyUse.CENC, KeyUse.SRTP), new Once.Proof(), user, false, ADDRESS));
        if (decision instanceof LicenseDecision.Refused refused) {
            return refused.reason().name();
        }
        try (LicenseDocument license = ((LicenseDecision.Granted) decision).license()) {
            return license.lease().toString();
        }
    }

    GrantDecision forward(String from, String to, String rights) throws Exception {
        return grants.forward(id, new GrantRequest(to, UsageRights.fromJson(rights)), false, by(from));
    }

    /** The grant that is made. */
    UUID forwarded(String from, String to, String rights) throws Exception {
        return ((GrantDecision.Allowed) forward(from, to, rights)).grantId();
    }

    /** What somebody may do, as JSON; or why it is nothing. */
    String rights(String user) {
        return told(grants.rights(id, by(user)));
    }

    String narrow(String user, String rights) throws Exception {
        return told(grants.narrow(id, UsageRights.fromJson(rights), by(user)));
    }

    static String told(GrantDecision decision) {
        if (decision instanceof GrantDecision.Allowed allowed) {
            return allowed.rights().toJson();
        }
        if (decision instanceof GrantDecision.Refused refused) {
            String member = refused.refusal().member();
            return refused.refusal().reason() + (member == null ? "" : " " + member);
        }
        return decision.toString();
    }

    UUID root() throws SQLException {
        return UUID.fromString(query("select cast(id as varchar) from grant_ where parent is null and kid = cast('"
                        + keyId.value() + "' as uuid)")
                .get(0));
    }

    /** By table, every row that is about this message. */
    Map<String, List<String>> rows() throws SQLException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (String table : new TreeSet<>(ROWS.keySet())) {
            rows.put(table, query(Objects.requireNonNull(ROWS.get(table)), id.value()));
        }
        return rows;
    }

    /** First column of each row. */
    List<String> column(String sql) throws SQLException {
        return query(sql, id.value());
    }

    private static List<String> query(String sql, String... parameters) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = bean(Inside.class).connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(String.join(" | ", row));
                }
            }
        }
        return rows;
    }

    static void execute(String sql) throws SQLException {
        try (Connection connection = bean(Inside.class).connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
