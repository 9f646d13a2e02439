package org.ssms.call;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ssms.call.CallEvent.GreetingFound;
import org.ssms.call.CallEvent.GreetingSpoken;
import org.ssms.call.CallEvent.Refused;
import org.ssms.call.CallEvent.Simple;
import org.ssms.call.menu.Phrase;
import org.ssms.greeting.GreetingKind;
import org.ssms.greeting.GreetingRefusedException.Reason;
import org.ssms.media.prompt.PromptName;

/**
 * A subscriber says himself what callers hear: speaks, hears it, keeps it. What he does not keep is forgotten. Where
 * there is such a greeting already he is asked first whether he only wants to remove it.
 */
final class GreetingRecording implements Errand {
    private static final int MOST_DAYS = 365;

    private final GreetingKind kind;
    private final Clock clock;
    private @Nullable Instant until;
    private boolean isSpoken;
    private boolean isRemoving;

    GreetingRecording(GreetingKind kind, Clock clock) {
        this.kind = kind;
        this.clock = clock;
    }

    @Override
    public Step begin() {
        return new Step.Work(new ListenAction.FindGreeting(kind));
    }

    private Step record() {
        return kind == GreetingKind.TEMPORARY ? Step.ask("ask-days", "enter-number") : speak();
    }

    private Step speak() {
        List<Phrase> said = new ArrayList<>(Phrase.clips("speak", "to-finish", "press-hash"));
        said.addAll(Phrase.of(PromptName.BEEP));
        return new Step.Speak(new ListenAction.RecordGreeting(said, kind.longest()), kind.longest());
    }

    @Override
    public Step spoken(Ended how) {
        return new Step.Work(ListenAction.Simple.STOP_RECORDING);
    }

    /** For how many days. */
    @Override
    public Step entered(String digits) {
        int days = digits.length() > 3 ? 0 : Integer.parseInt(digits);
        if (days < 1 || days > MOST_DAYS) {
            return new Step.Otherwise(Step.ask("number-wrong", "ask-days", "enter-number"));
        }
        until = clock.instant().plus(Duration.ofDays(days));
        return speak();
    }

    /** The same keys before and behind what he says mean the same. */
    @Override
    public @Nullable Step pressed(char key) {
        if (key == '*') {
            return new Step.Over(List.of());
        }
        return isSpoken ? ofSpoken(key) : ofKept(key);
    }

    private @Nullable Step ofSpoken(char key) {
        return switch (key) {
            case '1' -> new Step.Work(new ListenAction.KeepGreeting(kind, until));
            case '2' -> choice(List.of(new Phrase.OwnGreeting()));
            case '3' -> speak();
            default -> null;
        };
    }

    private @Nullable Step ofKept(char key) {
        return switch (key) {
            case '3' -> record();
            case '7' -> {
                isRemoving = true;
                yield new Step.Work(new ListenAction.RemoveGreeting(kind));
            }
            default -> null;
        };
    }

    private static Step choiceOfKept() {
        return new Step.Confirm(
                Phrase.clips("to-record-again", "press-3", "to-delete", "press-7", "to-go-back", "press-star"));
    }

    private static Step choice(List<Phrase> before) {
        List<Phrase> question = new ArrayList<>(before);
        question.addAll(Phrase.clips("to-save", "press-1", "to-listen", "press-2", "to-record-again", "press-3"));
        question.addAll(Phrase.clips("to-go-back", "press-star"));
        return new Step.Confirm(question);
    }

    @Override
    public Step worked(CallEvent event) {
        if (event instanceof GreetingFound found) {
            return found.isThere() ? choiceOfKept() : record();
        }
        if (event instanceof GreetingSpoken spoken) {
            isSpoken = true;
            return spoken.length().compareTo(GreetingKind.SHORTEST) < 0
                    ? Step.failed("nothing-recorded")
                    : choice(List.of());
        }
        if (event instanceof Refused refused && refused.type().equals(Reason.LOCKED.name())) {
            return Step.failed("not-here");
        }
        return event == Simple.DONE
                ? new Step.Over(Phrase.clips(isRemoving ? "deleted" : "saved"))
                : Step.failed("error", "try-later");
    }
}
