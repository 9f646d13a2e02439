package org.ssms.license.ldap;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.license.LicenseDecision;
import org.ssms.license.LicenseLook;
import org.ssms.license.LicenseRequest;
import org.ssms.license.Reason;
import org.ssms.license.auth.Evidence;
import org.ssms.license.auth.Evidence.Password;
import org.ssms.license.session.Session;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.license.LicenseDocument;
import org.ssms.protect.license.UsageRights;

/** A license server with alice, whose password is "right", and some messages of hers. Writes down what it is asked. */
final class FakeDesk extends LdapDesk {
    static final String ALICE = "alice";
    static final String PASSWORD = "right";

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Names of who proved something, or did not. */
    final List<String> binds = new ArrayList<>();

    final List<LicenseRequest> licenses = new ArrayList<>();
    final List<LicenseRequest> looks = new ArrayList<>();
    /** The JSON of every license that was given. */
    final List<String> given = new ArrayList<>();

    /** Null: what is asked for is decided. */
    @Nullable
    Reason refusal;

    @Nullable
    LdapResult bindRefusal;

    /** Who wanted to be shown again what he had got. */
    final List<UUID> repeated = new ArrayList<>();

    /** Null: it is shown again. */
    @Nullable
    Reason refusalAgain;

    final List<InetAddress> sessionsAsked = new ArrayList<>();

    /** How often a session is good before it is not. */
    int goodAnswers = Integer.MAX_VALUE;

    Instant sessionsEnd = Instant.MAX;

    boolean takesCertificates;
    boolean isSessionGood = true;
    boolean isDatabaseAway;

    private final List<Message> messages = new ArrayList<>();

    /** One of alice's. */
    record Message(MessageId id, MessageKey key) {
        KeyId kid() {
            return key.id();
        }
    }

    Message leave() {
        Message message = new Message(MessageId.generate(RANDOM), MessageKey.generate(RANDOM));
        messages.add(message);
        return message;
    }

    @Override
    boolean takesCertificates() {
        return takesCertificates;
    }

    @Override
    Bind bind(Evidence evidence) {
        fail();
        LdapResult refused = bindRefusal;
        if (refused != null) {
            return new Bind.Refused(refused);
        }
        Password password = evidence.password();
        String name = password == null ? "by certificate" : password.username();
        binds.add(name);
        boolean isRight = password == null
                ? takesCertificates
                : name.equals(ALICE) && new String(password.guess()).equals(PASSWORD);
        return isRight ? new Bind.Opened(session()) : new Bind.Refused(LdapResult.WRONG);
    }

    private Session session() {
        return new Session(ALICE, 1, UUID.randomUUID(), sessionsEnd, Instant.MAX, null, null, "token");
    }

    @Override
    boolean isGood(Session session, InetAddress address) {
        fail();
        sessionsAsked.add(address);
        return isSessionGood && sessionsAsked.size() <= goodAnswers;
    }

    @Override
    LicenseDecision license(LicenseRequest request) {
        fail();
        licenses.add(request);
        Message named = named(request);
        Reason reason = refusal;
        if (reason != null || named == null) {
            return new LicenseDecision.Refused(reason == null ? Reason.UNKNOWN_KEY : reason);
        }
        LicenseDocument license = LicenseDocument.of(
                named.id(), named.key(), request.uses(), UsageRights.UNLIMITED, UUID.randomUUID(), new byte[32]);
        given.add(license.toJson());
        return new LicenseDecision.Granted(license);
    }

    @Override
    LicenseLook look(LicenseRequest request) {
        fail();
        looks.add(request);
        Message named = named(request);
        Reason reason = refusal;
        return reason != null || named == null
                ? new LicenseLook.Refused(reason == null ? Reason.UNKNOWN_KEY : reason)
                : new LicenseLook.Seen(named.id(), named.kid());
    }

    @Override
    LicenseLook again(LicenseRequest request, UUID lease) {
        fail();
        repeated.add(lease);
        Message named = named(request);
        Reason reason = refusalAgain;
        return reason != null || named == null
                ? new LicenseLook.Refused(reason == null ? Reason.UNKNOWN_KEY : reason)
                : new LicenseLook.Seen(named.id(), named.kid());
    }

    private @Nullable Message named(LicenseRequest request) {
        return messages.stream()
                .filter(one ->
                        request.messageId() == null || request.messageId().equals(one.id()))
                .filter(one -> request.keyIds().isEmpty() || request.keyIds().contains(one.kid()))
                .findFirst()
                .orElse(null);
    }

    private void fail() {
        if (isDatabaseAway) {
            throw new IllegalStateException("the password of the database is hunter2");
        }
    }
}
