package org.ssms.sip.session;

import static org.ssms.base.config.ConfigValues.require;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.ssms.base.config.ConfigValues;
import org.ssms.sip.header.SessionExpires;
import org.ssms.sip.header.SessionExpires.Refresher;

/**
 * The called side of RFC 4028 §9: the caller refreshes whenever it can, for it is the one that may vanish.
 *
 * @param expires interval that we ask for
 * @param min shortest interval that we accept
 */
public record SessionTimerPolicy(Duration expires, Duration min) {
    private static final long MAX_EARLY_BYE = 32;
    private static final Duration SHORTEST = Duration.ofSeconds(90);

    public static SessionTimerPolicy from(ConfigValues in) {
        Duration min = in.duration("ssms.session.min");
        Duration expires = in.duration("ssms.session.expires");
        require(
                min.compareTo(SHORTEST) >= 0,
                "ssms.session.min",
                "must be at least PT90S (RFC 4028 section 5), was " + min);
        require(expires.compareTo(min) >= 0, "ssms.session.expires", "must not be below session.min, was " + expires);
        return new SessionTimerPolicy(expires, min);
    }

    /** What to answer. */
    public sealed interface Decision {
        /** 422 with this Min-SE. */
        record TooShort(long minSeconds) implements Decision {}

        /** The session has no timer. */
        record NoTimer() implements Decision {}

        /**
         * 2xx with this Session-Expires; it always names the refresher.
         *
         * @param required whether the response must say {@code Require: timer}: the caller is to refresh
         */
        record Timer(SessionExpires expires, boolean required) implements Decision {}
    }

    public Decision decide(SessionTimerRequest request) {
        SessionExpires asked = request.expires();
        if (asked == null) {
            return request.supported()
                    ? timer(Math.max(expires.toSeconds(), request.minSeconds()), Refresher.UAC)
                    : new Decision.NoTimer();
        }
        if (asked.seconds() < min.toSeconds()) { // only who knows timers understands a 422
            return request.supported() ? new Decision.TooShort(min.toSeconds()) : new Decision.NoTimer();
        }
        // ours may be shorter than what was asked for, but no shorter than what all on the way accept
        long seconds = Math.min(asked.seconds(), Math.max(expires.toSeconds(), request.minSeconds()));
        return timer(seconds, request.supported() ? preferred(asked.refresher()) : Refresher.UAS);
    }

    private static Refresher preferred(@Nullable Refresher asked) {
        return asked == null ? Refresher.UAC : asked;
    }

    private static Decision timer(long seconds, Refresher refresher) {
        return new Decision.Timer(new SessionExpires(seconds, refresher), refresher == Refresher.UAC);
    }

    /** When the one who refreshes does so (RFC 4028 §7.2). */
    public static Duration refreshAfter(long intervalSeconds) {
        return Duration.ofSeconds(Math.max(1, intervalSeconds / 2));
    }

    /** When the other one gives the session up (RFC 4028 §10). */
    public static Duration giveUpAfter(long intervalSeconds) {
        return Duration.ofSeconds(Math.max(1, intervalSeconds - Math.min(MAX_EARLY_BYE, intervalSeconds / 3)));
    }
}
