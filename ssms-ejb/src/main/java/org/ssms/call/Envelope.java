package org.ssms.call;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ssms.call.menu.Phrase;
import org.ssms.identity.IdentitySource;
import org.ssms.mailbox.MessageState;
import org.ssms.mailbox.MessageView;
import org.ssms.media.prompt.Counted;
import org.ssms.protect.license.GuestAddress;
import org.ssms.protect.license.UsageRights;

/** What is said of messages to who hears them by phone. */
final class Envelope {
    /** A number that can be said; of a name only its owner's voice knows how it is said. */
    private static final Pattern NUMBER = Pattern.compile("(?:sips?|tel):(\\+?[0-9]{2,20})(?:[;@].*)?");

    private Envelope() {}

    static boolean isNew(MessageView message) {
        return message.state() == MessageState.NEW;
    }

    /** @param others of somebody else's mailbox */
    static List<Phrase> summary(int fresh, int saved, int others) {
        if (fresh + saved + others == 0) {
            return Phrase.clips("no-messages");
        }
        List<Phrase> phrases = new ArrayList<>(Phrase.clips("you-have"));
        phrases.add(new Phrase.Count(fresh, Counted.NEW_MESSAGE));
        if (saved > 0) {
            phrases.add(new Phrase.Count(saved, Counted.SAVED_MESSAGE));
        }
        if (others > 0) {
            phrases.add(new Phrase.Count(others, Counted.SHARED_MESSAGE));
        }
        return phrases;
    }

    /**
     * From whom, and when.
     *
     * @param kind the clip that says which of his messages it is
     * @param forwarded by whom; null: it is his own
     */
    static List<Phrase> brief(MessageView message, String kind, @Nullable Forwarded forwarded) {
        List<Phrase> phrases = new ArrayList<>(Phrase.clips(kind));
        phrases.addAll(caller(message));
        if (message.list() != null) {
            phrases.addAll(Phrase.clips("for-list"));
        }
        phrases.addAll(Phrase.clips("received"));
        phrases.add(new Phrase.Moment(message.receivedAt()));
        if (forwarded != null) {
            phrases.addAll(by(forwarded));
        }
        return phrases;
    }

    private static List<Phrase> by(Forwarded forwarded) {
        if (forwarded.number() != null) {
            List<Phrase> phrases = new ArrayList<>(Phrase.clips("shared-by"));
            phrases.add(new Phrase.Digits(forwarded.number()));
            return phrases;
        }
        return Phrase.clips(GuestAddress.isMeantBy(forwarded.from()) ? "shared-by-guest" : "shared-by-subscriber");
    }

    /**
     * Also whether the caller is verified, how long it is, and what may be done with it.
     *
     * @param forwarded as of {@link #brief}
     * @param rights null: nobody knows
     */
    static List<Phrase> whole(
            MessageView message, String kind, @Nullable Forwarded forwarded, @Nullable UsageRights rights) {
        List<Phrase> phrases = brief(message, kind, forwarded);
        if (message.verified()) {
            phrases.addAll(Phrase.clips("caller-verified"));
        }
        phrases.addAll(Phrase.clips("length"));
        phrases.add(new Phrase.Length(message.length()));
        if (rights != null) {
            phrases.add(new Phrase.Limits(rights));
        }
        return phrases;
    }

    private static List<Phrase> caller(MessageView message) {
        if (message.anonymous()) {
            return Phrase.clips("from-hidden");
        }
        Matcher number = NUMBER.matcher(message.caller());
        if (number.matches()) {
            List<Phrase> phrases = new ArrayList<>(Phrase.clips("from"));
            phrases.add(new Phrase.Digits(number.group(1)));
            return phrases;
        }
        return Phrase.clips(
                message.callerSource() == IdentitySource.AUTHENTICATED ? "from-subscriber" : "from-unknown");
    }
}
