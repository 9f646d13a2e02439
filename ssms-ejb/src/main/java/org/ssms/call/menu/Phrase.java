package org.ssms.call.menu;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.ssms.media.prompt.Counted;
import org.ssms.media.prompt.PromptName;
import org.ssms.protect.license.UsageRights;

/** Something to be said, in whatever language the caller hears. */
public sealed interface Phrase {
    /** What the course of a call says. */
    record Named(PromptName prompt) implements Phrase {}

    /** A prompt of the catalogue that a menu says. */
    record Clip(String prompt) implements Phrase {}

    /** The same in a language that the caller may not hear yet. */
    record Foreign(String prompt, String language) implements Phrase {}

    /** What rights do not allow, and that there are no limits when there are none. */
    record Limits(UsageRights rights) implements Phrase {}

    /** The code by which the caller controls his message, digit by digit. What it is no phrase knows. */
    record ControlCode() implements Phrase {}

    /** What the caller has recorded so far, and that there is nothing when there is not. */
    record Recorded() implements Phrase {}

    /** What the owner of the mailbox has recorded for who calls. */
    record OwnGreeting() implements Phrase {}

    /** A day and a time of it. */
    record Moment(Instant instant) implements Phrase {}

    /** So many of it. */
    record Count(long number, Counted what) implements Phrase {}

    /** How long something is. */
    record Length(Duration duration) implements Phrase {}

    /** A telephone number, digit by digit; it may begin with a plus. */
    record Digits(String number) implements Phrase {}

    static List<Phrase> of(PromptName... prompts) {
        return Arrays.stream(prompts).<Phrase>map(Named::new).toList();
    }

    static List<Phrase> clips(List<String> prompts) {
        return prompts.stream().<Phrase>map(Clip::new).toList();
    }

    static List<Phrase> clips(String... prompts) {
        return clips(Arrays.asList(prompts));
    }
}
