package org.ssms.call.menu;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ssms.media.prompt.Counted;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/**
 * One caller's way through the menus, from one that is opened until something has to be done that menus cannot do.
 * Takes keys and silence, and says what comes of them; has no means of its own.
 *
 * <p>What a caller chooses holds no sooner than he has heard it and confirmed it ({@link Settle}); what he leaves
 * unconfirmed was never chosen.
 *
 * <p>Not thread-safe.
 */
public final class MenuWalk {
    /** What comes of a key, or of none. */
    public sealed interface Turn {}

    /** To be said; then a key is waited for, which may come earlier. */
    public record Say(List<Phrase> phrases) implements Turn {}

    /** To be said as {@link Say}, and from now on in this language. */
    public record Switch(String language, Say then) implements Turn {}

    /** For the call to do; the walk is over. */
    public record Do(Command.Simple command) implements Turn {}

    /** What the caller has confirmed; {@link #settled} or {@link #notSettled} goes on. */
    public record Settle(UsageRights chosen) implements Turn {}

    /** To be asked for, with the message of this code; {@link #found} or {@link #notControlled} goes on. */
    public record LookUp(String code) implements Turn {
        /** Without the code. */
        @Override
        public String toString() {
            return "LookUp";
        }
    }

    /** What the owner of that message may do from now on; {@link #limited} or {@link #notControlled} goes on. */
    public record Limit(UsageRights rights) implements Turn {}

    /** That message is to be taken back; {@link #recalled} or {@link #notControlled} goes on. */
    public record Recall() implements Turn {}

    /** For a message that was left before. */
    static final String CONTROL = "control";

    private static final int CODE_DIGITS = 12;

    /** Who reads a code off a paper looks for the next digits. */
    private static final Duration CODE_PATIENCE = Duration.ofSeconds(15);

    private static final String THEN_HASH = "then-hash";

    private final Map<String, Menu> menus;
    private final Clock clock;
    private final Set<String> calledParty;
    private final Deque<Menu> open = new ArrayDeque<>();
    private UsageRights confirmed;
    private UsageRights pending = UsageRights.UNLIMITED;
    private @Nullable Dialogue dialogue;
    private int unheard;
    /** What the owner of the message that was found may do; null: none was found, or it was left again. */
    private @Nullable UsageRights controlled;

    private int openBeforeControl;

    /** What is going on within a menu. */
    private interface Dialogue {
        List<Phrase> phrases();

        Turn on(char key);
    }

    /**
     * To be followed by {@link #begin}.
     *
     * @param menus of which those that are opened must be there
     * @param first the name of the first
     * @param confirmed what the caller has chosen before
     * @param calledParty whose mailbox it is; of a list, all members
     */
    public MenuWalk(
            Map<String, Menu> menus, String first, UsageRights confirmed, Set<String> calledParty, Clock clock) {
        this.menus = menus;
        this.clock = clock;
        this.calledParty = calledParty;
        this.confirmed = confirmed;
        open.push(named(first));
    }

    public Turn begin() {
        return say(List.of());
    }

    /** For how long a key is waited for when all was said. */
    public Duration patience() {
        return dialogue instanceof AskingCode ? CODE_PATIENCE : menu().patience();
    }

    /** The caller presses a key, whatever is being said. One that does nothing is told so. */
    public Turn pressed(char key) {
        unheard = 0;
        Dialogue within = dialogue;
        if (within != null) {
            return within.on(key);
        }
        return menu().on(key).map(this::does).orElseGet(this::wrongKey);
    }

    /** No key came for so long. */
    public Turn silence() {
        if (unheard++ < menu().repeats()) {
            return say(List.of());
        }
        unheard = 0;
        if (dialogue != null) {
            dialogue = null;
            return say(Phrase.clips("not-changed"));
        }
        return does(menu().afterSilence());
    }

    /** Ends it as silence does at last in the first menu; what is not confirmed was never chosen. */
    public Turn giveUp() {
        return new Do(open.getLast().afterSilence());
    }

    /**
     * What was confirmed holds.
     *
     * @param ofOwner what comes of it; where that is less the caller hears so
     */
    public Turn settled(UsageRights chosen, UsageRights ofOwner) {
        confirmed = chosen;
        pending = UsageRights.UNLIMITED;
        List<Phrase> told = new ArrayList<>(Phrase.clips("confirmed"));
        UsageRights less = ofOwner.differingFrom(chosen);
        for (Right<?> right : Right.catalogue()) {
            less = chosen.get(right) == null ? less.with(right, null) : less;
        }
        if (!less.equals(UsageRights.UNLIMITED)) {
            told.add(new Phrase.Limits(less));
        }
        return open.size() == 1 ? say(told) : back(told); // nobody goes before he has heard it
    }

    /** What was asked for cannot be had now, and all is as before. */
    public Turn notSettled() {
        return say(Phrase.clips("not-changed", "try-later"));
    }

    /**
     * There is such a message, and what can be done with it is said.
     *
     * @param heard when its owner has heard it; null: he has not
     * @param ofOwner what the owner may do with it; null: its caller has taken it back, then nothing can be done
     * @param members of the list for which it was left, and whom all that is done with it concerns; 0: it was left for
     *     one owner
     * @param heardBy how many of them have heard it
     */
    public Turn found(@Nullable Instant heard, @Nullable UsageRights ofOwner, int members, int heardBy) {
        closeControl();
        if (ofOwner == null) {
            return say(Phrase.clips("recalled"));
        }
        controlled = ofOwner;
        openBeforeControl = open.size();
        open.push(named(CONTROL));
        List<Phrase> told = new ArrayList<>();
        if (members > 0) {
            told.addAll(Phrase.clips("left-for"));
            told.add(new Phrase.Count(members, Counted.MEMBER));
        }
        told.addAll(Phrase.clips(heard == null ? "was-not-heard" : "was-heard"));
        if (heard != null) {
            told.add(new Phrase.Moment(heard));
        }
        if (members > 0 && heardBy > 0) {
            told.addAll(Phrase.clips("heard-by"));
            told.add(new Phrase.Count(heardBy, Counted.MEMBER));
        }
        return say(told);
    }

    /** The rest of what was recorded cannot be heard. */
    public Turn notHeard() {
        return say(Phrase.clips("error"));
    }

    /** Nothing came of it; the caller hears why. */
    public Turn notControlled(String... why) {
        return say(Phrase.clips(why));
    }

    /**
     * It is shortened.
     *
     * @param ofOwner what the owner may do from now on
     */
    public Turn limited(UsageRights ofOwner) {
        controlled = ofOwner;
        List<Phrase> told = new ArrayList<>(Phrase.clips("confirmed"));
        told.add(new Phrase.Limits(ofOwner));
        return say(told);
    }

    /** Nothing can be done with it any more. */
    public Turn recalled() {
        closeControl();
        return say(Phrase.clips("recalled"));
    }

    /** Goes back to where a code was said last. */
    private void closeControl() {
        while (controlled != null && open.size() > openBeforeControl) {
            open.pop();
        }
        controlled = null;
    }

    private Turn does(Command command) {
        if (command instanceof Command.Open next) {
            open.push(named(next.menu()));
            return say(List.of());
        }
        if (command instanceof Command.Restrict restrict) {
            return choose(restrict.rights());
        }
        if (command instanceof Command.Ask ask) {
            return ask(ask.question(), this::choose);
        }
        if (command instanceof Command.Speak speak) {
            return speak(speak.language());
        }
        return switch ((Command.Simple) command) {
            case ONLY_CALLED -> choose(UsageRights.UNLIMITED.with(Right.USERS, calledParty));
            case CONFIRM -> confirm();
            case BACK -> forget();
            case REPEAT -> say(List.of());
            case LISTEN -> say(List.of(new Phrase.Recorded()));
            case CONTROL_CODE -> tellCode();
            case CONTROL -> {
                dialogue = new AskingCode();
                yield say(List.of());
            }
            case SHORTEN -> controlled == null ? wrongKey() : ask(Question.DAYS, this::shorten);
            case RECALL -> controlled == null ? wrongKey() : new Recall();
            case SKIP, SEND, ADD, AGAIN, CANCEL -> new Do((Command.Simple) command);
            case NEXT,
                    SAVED,
                    DELETED,
                    OTHERS,
                    SKIP_BACK,
                    SKIP_ON,
                    SPEED,
                    PAUSE,
                    ENVELOPE,
                    FORWARD,
                    REPLY,
                    DELETE,
                    SAVE,
                    CHANGE_PIN,
                    GREETING,
                    GREETING_BUSY,
                    GREETING_NOT_ANSWERED,
                    GREETING_OUT_OF_OFFICE,
                    GREETING_TEMPORARY,
                    GREETING_NAME -> wrongKey(); // of listeners
        };
    }

    /** What was said before the languages is said again; the first menu stays open. */
    private Turn speak(String language) {
        if (open.size() > 1) {
            open.pop();
        }
        return new Switch(language, say(List.of()));
    }

    private Turn wrongKey() {
        return say(Phrase.clips("wrong-key"));
    }

    /** For longer is no answer to the question. */
    private Turn shorten(UsageRights wanted) {
        Instant now = controlled == null ? null : controlled.get(Right.NOT_AFTER);
        Instant then = wanted.get(Right.NOT_AFTER);
        return now != null && then != null && then.isAfter(now) ? say(Phrase.clips("number-wrong")) : new Limit(wanted);
    }

    private Turn ask(Question question, Function<UsageRights, Turn> then) {
        dialogue = new Asking(question, then);
        return say(List.of());
    }

    /** Twice: who writes it down does so while he listens. */
    private Turn tellCode() {
        List<Phrase> told = new ArrayList<>(Phrase.clips("control-code"));
        told.add(new Phrase.ControlCode());
        told.addAll(Phrase.clips("once-more"));
        told.add(new Phrase.ControlCode());
        return say(told);
    }

    /** The last choice for a right counts. */
    private Turn choose(UsageRights rights) {
        pending = pending.changedTo(rights);
        return say(List.of(new Phrase.Limits(rights)));
    }

    private Turn confirm() {
        if (pending.equals(UsageRights.UNLIMITED)) {
            return back(Phrase.clips("not-changed"));
        }
        dialogue = new Confirming();
        return say(List.of());
    }

    private Turn forget() {
        boolean hadChoices = !pending.equals(UsageRights.UNLIMITED);
        pending = UsageRights.UNLIMITED;
        return back(hadChoices ? Phrase.clips("not-changed") : List.of());
    }

    private Turn back(List<Phrase> before) {
        dialogue = null;
        open.pop();
        if (open.size() <= openBeforeControl) {
            controlled = null;
        }
        return open.isEmpty() ? new Do(Command.Simple.BACK) : say(before);
    }

    private Say say(List<Phrase> before) {
        Dialogue within = dialogue;
        List<Phrase> rest = within == null ? menu().phrases() : within.phrases();
        return new Say(Stream.concat(before.stream(), rest.stream()).toList());
    }

    private Menu menu() {
        return open.element();
    }

    private Menu named(String name) {
        Menu menu = menus.get(name);
        if (menu == null) {
            throw new IllegalArgumentException("no menu " + name);
        }
        return menu;
    }

    /** What comes of a key while digits are asked for. */
    private Turn entered(DigitEntry entry, char key, Function<String, Turn> answered) {
        return switch (entry.pressed(key)) {
            case MORE -> new Say(List.of());
            case COMPLETE -> answered.apply(entry.digits());
            case BACK -> {
                dialogue = null;
                yield say(List.of());
            }
        };
    }

    /** A number is asked for, to be ended by #. */
    private final class Asking implements Dialogue {
        private final Question question;
        private final Function<UsageRights, Turn> then;
        private final DigitEntry entry;

        Asking(Question question, Function<UsageRights, Turn> then) {
            this.question = question;
            this.then = then;
            this.entry = new DigitEntry(question.digits());
        }

        /** Asks anew. */
        @Override
        public List<Phrase> phrases() {
            entry.clear();
            return Phrase.clips(question.prompt(), "enter-number", THEN_HASH);
        }

        @Override
        public Turn on(char key) {
            return entered(entry, key, this::answered);
        }

        private Turn answered(String digits) {
            int answer = digits.isEmpty() ? -1 : Integer.parseInt(digits);
            if (!question.allows(answer)) {
                return say(Phrase.clips("number-wrong"));
            }
            dialogue = null;
            return then.apply(
                    switch (question) {
                        case PLAYS -> UsageRights.UNLIMITED.with(Right.PLAYS, answer);
                        case DAYS ->
                            UsageRights.UNLIMITED.with(
                                    Right.NOT_AFTER,
                                    clock.instant()
                                            .truncatedTo(ChronoUnit.SECONDS)
                                            .plus(Duration.ofDays(answer)));
                    });
        }
    }

    /** A control code is asked for, to be ended by #. */
    private final class AskingCode implements Dialogue {
        private final DigitEntry entry = new DigitEntry(CODE_DIGITS);

        /** Asks anew. */
        @Override
        public List<Phrase> phrases() {
            entry.clear();
            return Phrase.clips("ask-control-code", THEN_HASH);
        }

        @Override
        public Turn on(char key) {
            return entered(entry, key, this::answered);
        }

        private Turn answered(String digits) {
            if (digits.length() != CODE_DIGITS) {
                return say(Phrase.clips("control-code-wrong"));
            }
            dialogue = null;
            return new LookUp(digits);
        }
    }

    /** What was chosen is read back. */
    private final class Confirming implements Dialogue {
        @Override
        public List<Phrase> phrases() {
            List<Phrase> phrases = new ArrayList<>(Phrase.clips("chosen"));
            phrases.add(new Phrase.Limits(pending));
            phrases.addAll(Phrase.clips("to-confirm", "press-hash", "to-go-back", "press-star"));
            return phrases;
        }

        @Override
        public Turn on(char key) {
            return switch (key) {
                case '#' -> {
                    dialogue = null;
                    yield new Settle(confirmed.changedTo(pending));
                }
                case '*' -> {
                    dialogue = null;
                    yield say(List.of());
                }
                default -> say(Phrase.clips("wrong-key"));
            };
        }
    }
}
