package org.ssms.call;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ssms.call.menu.Phrase;
import org.ssms.media.prompt.Counted;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.prompt.PromptName;
import org.ssms.media.prompt.Prompts;
import org.ssms.media.prompt.Sound;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

/**
 * Says phrases in one language.
 *
 * @param languages their prompts
 * @param language one of them
 * @param zone in which dates are told
 */
record Voice(Map<String, Prompts> languages, String language, ZoneId zone, Clock clock) {
    /** The same in another of its languages. */
    Voice in(String other) {
        return new Voice(languages, other, zone, clock);
    }

    /** Whether each of its languages has such a prompt. */
    boolean hasInAllLanguages(String prompt) {
        return languages.values().stream().allMatch(known -> known.names().contains(prompt));
    }

    private Prompts prompts() {
        return requireNonNull(languages.get(language), language);
    }

    Prompt clip(String name) {
        return prompts().get(name);
    }

    Prompt clip(PromptName name) {
        return prompts().get(name);
    }

    /** In that order; nothing of it is a control code, or recorded. */
    List<Sound> say(List<Phrase> phrases) {
        return say(phrases, () -> "", () -> null);
    }

    /** As the other one, to who is not greeted. */
    List<Sound> say(List<Phrase> phrases, Supplier<String> controlCode, Supplier<@Nullable Sound> recorded) {
        return say(phrases, controlCode, recorded, () -> null);
    }

    /**
     * In that order.
     *
     * @param controlCode of the message, when it is to be told; empty where there is none
     * @param recorded of the message, when it is to be heard; null where nothing is
     * @param greeting of the owner; null where there is none
     */
    List<Sound> say(
            List<Phrase> phrases,
            Supplier<String> controlCode,
            Supplier<@Nullable Sound> recorded,
            Supplier<@Nullable Sound> greeting) {
        return phrases.stream()
                .<Sound>flatMap(phrase -> say(phrase, controlCode, recorded, greeting))
                .toList();
    }

    private Stream<? extends Sound> say(
            Phrase phrase,
            Supplier<String> controlCode,
            Supplier<@Nullable Sound> recorded,
            Supplier<@Nullable Sound> greeting) {
        if (phrase instanceof Phrase.Named named) {
            return Stream.of(prompts().get(named.prompt()));
        }
        if (phrase instanceof Phrase.Clip clip) {
            return Stream.of(prompts().get(clip.prompt()));
        }
        if (phrase instanceof Phrase.Foreign foreign) {
            return Stream.of(in(foreign.language()).prompts().get(foreign.prompt()));
        }
        if (phrase instanceof Phrase.Recorded || phrase instanceof Phrase.OwnGreeting) {
            Sound said = (phrase instanceof Phrase.Recorded ? recorded : greeting).get();
            return Stream.of(said == null ? prompts().get("no-recording") : said);
        }
        return spelled(phrase, controlCode).stream().map(prompts()::get);
    }

    private List<String> spelled(Phrase phrase, Supplier<String> controlCode) {
        var speller = prompts().speller();
        if (phrase instanceof Phrase.ControlCode) {
            return speller.digits(controlCode.get());
        }
        if (phrase instanceof Phrase.Moment moment) {
            return moment(moment.instant());
        }
        if (phrase instanceof Phrase.Count count) {
            return speller.count(count.number(), count.what());
        }
        if (phrase instanceof Phrase.Length length) {
            return speller.duration(length.duration());
        }
        if (phrase instanceof Phrase.Digits digits) {
            return speller.digits(digits.number());
        }
        return limits(((Phrase.Limits) phrase).rights());
    }

    /** The names of prompts that say what rights restrict, in the order of the catalogue. */
    List<String> limits(UsageRights rights) {
        List<String> names = new ArrayList<>();
        for (Right<?> right : Right.catalogue()) {
            names.addAll(limit(right, rights.get(right)));
        }
        return rights.equals(UsageRights.UNLIMITED) ? List.of("no-limits") : names;
    }

    /** Nothing for what restricts nothing, and for what only pages and licenses tell. */
    private List<String> limit(Right<?> right, @Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        var speller = prompts().speller();
        String name = right.name();
        if (value instanceof Set<?>) {
            return List.of("right-only-called");
        }
        if (Boolean.FALSE.equals(value) || (right == Right.FORWARD && value.equals(0))) {
            return prompts().names().contains("right-no-" + name) ? List.of("right-no-" + name) : List.of();
        }
        if (right == Right.PLAYS && value.equals(0)) {
            return speller.count(0, Counted.PLAY_LEFT);
        }
        if (value instanceof Integer count) {
            return with("right-" + name, speller.count(count, Counted.TIME));
        }
        if (value instanceof Duration span) {
            return with("right-play-for", speller.duration(span));
        }
        if (value instanceof Instant moment) {
            return with(right == Right.NOT_BEFORE ? "right-from" : "right-until", moment(moment));
        }
        return List.of();
    }

    private List<String> moment(Instant moment) {
        LocalDate today = LocalDate.now(clock.withZone(zone));
        return prompts().speller().moment(LocalDateTime.ofInstant(moment, zone), today);
    }

    private static List<String> with(String name, List<String> value) {
        return Stream.concat(Stream.of(name), value.stream()).toList();
    }
}
