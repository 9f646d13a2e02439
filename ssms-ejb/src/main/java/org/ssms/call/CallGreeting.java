package org.ssms.call;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ssms.call.menu.Phrase;
import org.ssms.greeting.GreetingKind;
import org.ssms.greeting.Greetings;
import org.ssms.greeting.OwnGreeting;
import org.ssms.location.DiversionReason;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.prompt.PromptName;

/**
 * What a caller hears first: what the owner of the mailbox has recorded, or prompts that say why he does not answer.
 *
 * @param own null: he has recorded nothing for this call
 */
record CallGreeting(PromptName prompt, @Nullable OwnGreeting own) {
    private static final System.Logger LOG = System.getLogger(CallGreeting.class.getName());

    /** Reads the database, once. */
    static CallGreeting of(Greetings greetings, String mailbox, DiversionReason reason) {
        PromptName prompt = promptFor(reason);
        return new CallGreeting(prompt, own(greetings, mailbox, prompt));
    }

    private static @Nullable OwnGreeting own(Greetings greetings, String mailbox, PromptName prompt) {
        try {
            return greetings.forCaller(mailbox, kindFor(prompt)).orElse(null);
        } catch (RuntimeException e) { // the database: the message can be left all the same
            LOG.log(WARNING, "SSMS-3121 the greetings of mailbox {0} cannot be read: {1}", mailbox, e);
            return null;
        }
    }

    /** Without a reason, or with one that is nobody's business, the greeting says only that nobody is there. */
    static PromptName promptFor(DiversionReason reason) {
        return switch (reason) {
            case BUSY -> PromptName.GREETING_BUSY;
            case UNCONDITIONAL -> PromptName.GREETING_OUT_OF_OFFICE;
            case NO_ANSWER -> PromptName.GREETING_NOT_ANSWERED;
            case NOT_REGISTERED, DECLINED, DEFLECTED, NOT_REACHABLE, UNKNOWN -> PromptName.GREETING;
        };
    }

    private static @Nullable GreetingKind kindFor(PromptName prompt) {
        return switch (prompt) {
            case GREETING_BUSY -> GreetingKind.BUSY;
            case GREETING_NOT_ANSWERED -> GreetingKind.NOT_ANSWERED;
            case GREETING_OUT_OF_OFFICE -> GreetingKind.OUT_OF_OFFICE;
            default -> null;
        };
    }

    List<Phrase> phrases() {
        Phrase first = own == null ? new Phrase.Named(prompt) : new Phrase.OwnGreeting();
        return List.of(first, new Phrase.Named(PromptName.LEAVE_MESSAGE));
    }

    /** By how much it may be longer than prompts are. */
    Duration length() {
        return own == null ? Duration.ZERO : own.length();
    }

    /** What is said where the owner's own words cannot be had. */
    Prompt instead(Voice voice) {
        return voice.clip(prompt);
    }

    /**
     * As it is heard: around a name, prompts say the rest.
     *
     * @param ulaw what the owner has recorded
     */
    Prompt around(byte[] ulaw, Voice voice) {
        Prompt recorded = Prompt.ofUlaw("own-greeting", ulaw);
        if (own == null || own.kind() != GreetingKind.NAME) {
            return recorded;
        }
        String why = switch (prompt) {
            case GREETING_BUSY -> "is-busy";
            case GREETING_NOT_ANSWERED -> "does-not-answer";
            case GREETING_OUT_OF_OFFICE -> "is-out-of-office";
            default -> "";
        };
        Stream<Prompt> said =
                why.isEmpty() ? Stream.of(voice.clip("mailbox-of"), recorded) : Stream.of(recorded, voice.clip(why));
        return Prompt.joined("own-name", said.toList());
    }
}
