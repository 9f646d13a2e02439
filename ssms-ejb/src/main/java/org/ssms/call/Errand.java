package org.ssms.call;

import java.util.List;
import java.util.stream.Stream;
import org.ssms.call.menu.Phrase;

/** Something that a listener does by digits, question by question. Not thread-safe. */
sealed interface Errand permits Forwarding, PinChange {
    /** What comes next. */
    sealed interface Step {
        /** Digits are asked for, until #. */
        record Ask(List<Phrase> question) implements Step {}

        /** 1 is asked for, or * to begin anew. */
        record Confirm(List<Phrase> question) implements Step {}

        /** Work, of which an event tells what came of it. */
        record Work(ListenAction action) implements Step {}

        /** There is no more to it; these are the last words. */
        record Over(List<Phrase> said) implements Step {}

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

    Step confirmed();

    Step worked(CallEvent event);
}
