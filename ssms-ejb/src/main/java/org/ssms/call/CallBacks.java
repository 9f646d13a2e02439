package org.ssms.call;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ssms.base.quota.HourlyQuota;
import org.ssms.identity.IdentityConfig;
import org.ssms.identity.IdentitySource;
import org.ssms.mailbox.MessageView;

/**
 * Whom who hears a message by phone may call back, and how often (T12): who has proved who he is, as for a reply, and
 * whom the operator allows. The listener's own phone calls, and never we: so nobody of a trunk is asked to, whose
 * gateway would call at our cost. Thread-safe; nothing blocks.
 */
@Singleton
public class CallBacks {
    /** Begun in an hour, of one mailbox. */
    static final int PER_HOUR = 10;

    private static final Pattern TEL = Pattern.compile("(?i)tel:(\\+[-.()0-9]+)(?:;.*)?");
    private static final Pattern SIP =
            Pattern.compile("(?i)sips?:([a-z0-9._+()-]{1,64})(?:;[^@]*)?@([a-z0-9.-]{1,253})(?:[:;?].*)?");
    private static final Pattern NUMBER = Pattern.compile("\\+[1-9][0-9]{1,14}");

    private final AllowList allowed;
    private final String domain;
    private final HourlyQuota begun;

    @Inject
    CallBacks(CallConfig config, IdentityConfig identity, Clock clock) {
        this.allowed = config.callBack();
        this.domain = identity.domain();
        this.begun = new HourlyQuota(PER_HOUR, clock);
    }

    /**
     * What the phone of a listener is to call: a SIP URI that is made here, of which no header or parameter comes from
     * anybody else. Empty: nobody may be called back.
     *
     * @param caller who hears the message
     */
    Optional<String> target(MessageView message, CallingParty caller) {
        return caller.standing() == CallingParty.Standing.TRUNK || !Replies.isProved(message)
                ? Optional.empty()
                : whom(message).filter(allowed::allows).map(this::uri);
    }

    private Optional<String> whom(MessageView message) {
        Matcher tel = TEL.matcher(message.caller());
        if (tel.matches()) {
            return number(tel.group(1));
        }
        Matcher sip = SIP.matcher(message.caller());
        if (!sip.matches()) {
            return Optional.empty();
        }
        if (message.callerSource() == IdentitySource.AUTHENTICATED) { // whatever our domain was called then
            return Optional.of(sip.group(1) + "@" + domain);
        }
        return sip.group(1).startsWith("+") ? number(sip.group(1)) : Optional.of(sip.group(1) + "@" + sip.group(2));
    }

    /** Of a trunk's caller, who is known by his number, whatever host it has. */
    private static Optional<String> number(String written) {
        String number = written.replaceAll("[-.()]", "");
        return NUMBER.matcher(number).matches() ? Optional.of(number) : Optional.empty();
    }

    private String uri(String whom) {
        return whom.contains("@") ? "sip:" + whom : "sip:" + whom + "@" + domain + ";user=phone";
    }

    /** One more of that mailbox; false: there were too many. */
    synchronized boolean take(String owner) {
        boolean left = begun.hasLeft(owner);
        if (left) {
            begun.take(owner);
        }
        return left;
    }
}
