package org.ssms.call;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ssms.base.quota.HourlyQuota;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.identity.IdentityConfig;
import org.ssms.identity.IdentitySource;
import org.ssms.location.Subscribers;
import org.ssms.mailbox.MessageView;

/**
 * Whom who hears a message by phone may call back, and how often (T12): who has proved who he is, or whom a trunk
 * asserts, and whom the operator allows. The listener's own phone calls, and never we: so nobody of a trunk is asked
 * to, whose gateway would call at our cost. Thread-safe; what asks the database blocks.
 */
@Singleton
public class CallBacks {
    /** Begun in an hour, of one mailbox. */
    static final int PER_HOUR = 10;

    private static final String EVENT = "call-back";

    private static final Pattern TEL = Pattern.compile("(?i)tel:(\\+[-.()0-9]+)(?:;.*)?");
    private static final Pattern SIP =
            Pattern.compile("(?i)sips?:([a-z0-9._+()-]{1,64})(?:;[^@]*)?@([a-z0-9.-]{1,253})(?:[:;?].*)?");
    /** A phone may dial what has no letter, whatever domain stands behind it. */
    private static final Pattern DIALLED = Pattern.compile("[^a-zA-Z]+");

    private final AllowList allowed;
    private final String domain;
    private final Subscribers subscribers;
    private final SecurityAudit audit;
    private final HourlyQuota begun;

    @Inject
    CallBacks(CallConfig config, IdentityConfig identity, Subscribers subscribers, SecurityAudit audit, Clock clock) {
        this.allowed = config.callBack();
        this.domain = identity.domain();
        this.subscribers = subscribers;
        this.audit = audit;
        this.begun = new HourlyQuota(PER_HOUR, clock);
    }

    /**
     * What the phone of a listener is to call: a SIP URI that is made here, of which no header or parameter comes from
     * anybody else. Empty: nobody may be called back.
     *
     * @param caller who hears the message
     * @throws RuntimeException when the database cannot be asked
     */
    Optional<String> target(MessageView message, CallingParty caller) {
        return caller.standing() == CallingParty.Standing.TRUNK || !Replies.isProved(message)
                ? Optional.empty()
                : whom(message).filter(allowed::allows).map(this::uri);
    }

    private Optional<String> whom(MessageView message) {
        Matcher tel = TEL.matcher(message.caller());
        if (tel.matches()) {
            return subscribers.number(tel.group(1));
        }
        Matcher sip = SIP.matcher(message.caller());
        if (!sip.matches()) {
            return Optional.empty();
        }
        String user = sip.group(1);
        if (message.callerSource() == IdentitySource.AUTHENTICATED) { // whatever our domain was called then
            return ofOurs(user);
        }
        if (user.startsWith("+")) { // a trunk's caller is known by his number, whatever host it has
            return subscribers.number(user);
        }
        if (subscribers.isOurs(sip.group(2))) {
            return ofOurs(user).or(() -> dialled(user));
        }
        return DIALLED.matcher(user).matches() ? dialled(user) : Optional.of(user + "@" + sip.group(2));
    }

    /** As a number that the list judges; empty when it is none: then nobody knows whom a phone would reach by it. */
    private Optional<String> dialled(String user) {
        return DIALLED.matcher(user).matches() ? subscribers.number(user) : Optional.empty();
    }

    /** By his name: whoever is nobody here would be dialled elsewhere. */
    private Optional<String> ofOurs(String user) {
        return subscribers.resolvePerson(user).map(name -> name + "@" + domain);
    }

    private String uri(String whom) {
        return whom.contains("@") ? "sip:" + whom : "sip:" + whom + "@" + domain + ";user=phone";
    }

    /**
     * One more of that mailbox; the security audit has it, as who was called is asked for afterwards. Waits for the
     * disk.
     *
     * @param listener where who hears the message stands
     * @return false: there were too many
     */
    boolean begin(String owner, String target, Asker listener) {
        boolean left = take(owner);
        if (left) {
            audit.begun(listener, EVENT, owner, target);
        } else {
            audit.refused(listener, EVENT, owner, "too-many");
        }
        return left;
    }

    private synchronized boolean take(String owner) {
        boolean left = begun.hasLeft(owner);
        if (left) {
            begun.take(owner);
        }
        return left;
    }
}
