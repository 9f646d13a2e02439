package org.ssms.call;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ssms.call.menu.Phrase;

/** Something that a listener does by digits, question by question. Not thread-safe. */
sealed interface Errand permits Forwarding, PinChange, GreetingRecording, Reply, CallBack {
    /** What comes next. */
    sealed interface Step {
        /** Digits are asked for, until #. */
        record Ask(List<Phrase> question) implements Step {}

        /** One key is asked for. */
        record Confirm(List<Phrase> question) implements Step {}

        /** What is said is recorded, until a key or silence ends it: then {@link Errand#spoken}. */
        record Speak(ListenAction action, Duration longest) implements Step {}

        /** Work, of which an event tells what came of it. */
        record Work(ListenAction action) implements Step {}

        /** There is no more to it; these are the last words. */
        record Over(List<Phrase> said) implements Step {}

        /** Another errand takes its place. */
        record Instead(Errand other) implements Step {}

        /** The call is over: he speaks elsewhere. */
        record End() implements Step {}

        /** It went otherwise than thought: keys that were pressed ahead were not meant for what comes next. */
        record Otherwise(Step next) implements Step {}

        static Step ask(String... clips) {
            return new Ask(Stream.concat(Phrase.clips(clips).stream(), Phrase.clips("then-hash").stream())
                    .toList());
        }

        /** It is over, and was not done. */
        static Step failed(String... clips) {
            return new Otherwise(new Over(Phrase.clips(clips)));
        }
    }

    Step begin();

    /** What comes after digits that were asked for: there are one or more. */
    Step entered(String digits);

    /** What comes after a key that was asked for; null: it means nothing. */
    @Nullable
    Step pressed(char key);

    /** How a recording has ended. */
    enum Ended {
        /** By #, silence or its longest time. */
        WHOLE,
        /** By *. */
        GIVEN_UP,
        /** The disk takes no more. */
        CUT_OFF
    }

    /** What comes after something was spoken. */
    default Step spoken(Ended how) {
        throw new IllegalStateException("nothing was to be spoken");
    }

    Step worked(CallEvent event);

    /** For how long its work may last. */
    default Duration patience() {
        return Duration.ofSeconds(30);
    }

    /** What comes after work that lasts longer; null: the call ends, with the last words of {@link #late}. */
    default @Nullable Step overdue() {
        return null;
    }

    /** What is said to who has waited for work for too long, before goodbye. */
    default List<Phrase> late() {
        return Phrase.clips("error", "try-later");
    }
}
