package org.ssms.web.page;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ssms.location.CallSettings;
import org.ssms.location.OutOfOffice;
import org.ssms.location.RingPlan;
import org.ssms.location.Treatment;

/**
 * The settings of the page "Calls" as its fields hold them.
 *
 * @param from local date and time in {@code zone}, {@code 2026-12-24T08:00}; empty: now
 * @param until likewise; empty: without end
 * @param zone time zone of the reader; UTC as long as no script has said another
 * @param whenBusy {@code mailbox} or {@code reject}
 */
public record CallsForm(
        boolean outOfOffice,
        String from,
        String until,
        String zone,
        boolean doNotDisturb,
        String ringSeconds,
        String whenBusy,
        String whenUnanswered,
        String whenDeclined,
        String whenNotRegistered) {

    /** A field that cannot be used; its message is the name of the text for its owner. */
    static final class InvalidFieldException extends Exception {
        private static final long serialVersionUID = 1;

        private final String field;

        InvalidFieldException(String field, String problem) {
            super(problem, null, false, false); // expected from outside: no stack trace
            this.field = field;
        }

        String field() {
            return field;
        }
    }

    static CallsForm of(CallSettings settings) {
        OutOfOffice away = settings.outOfOffice();
        RingPlan plan = settings.plan();
        return new CallsForm(
                away != null,
                away == null ? "" : text(away.from()),
                away == null ? "" : text(away.until()),
                "UTC",
                settings.doNotDisturb(),
                Long.toString(plan.ringTime().toSeconds()),
                text(plan.whenBusy()),
                text(plan.whenUnanswered()),
                text(plan.whenDeclined()),
                text(plan.whenNotRegistered()));
    }

    /** @param field value of a field, null when it was not sent */
    static CallsForm sent(Function<String, @Nullable String> field) {
        Function<String, String> text = name -> {
            String value = field.apply(name);
            return value == null ? "" : value.strip();
        };
        return new CallsForm(
                field.apply("outOfOffice") != null,
                text.apply("from"),
                text.apply("until"),
                text.apply("zone"),
                field.apply("doNotDisturb") != null,
                text.apply("ringSeconds"),
                text.apply("whenBusy"),
                text.apply("whenUnanswered"),
                text.apply("whenDeclined"),
                text.apply("whenNotRegistered"));
    }

    CallSettings settings(Instant now) throws InvalidFieldException {
        RingPlan plan = new RingPlan(
                ringTime(),
                treatment("whenBusy", whenBusy),
                treatment("whenUnanswered", whenUnanswered),
                treatment("whenDeclined", whenDeclined),
                treatment("whenNotRegistered", whenNotRegistered));
        return new CallSettings(outOfOffice ? away(now) : null, doNotDisturb, plan);
    }

    private OutOfOffice away(Instant now) throws InvalidFieldException {
        Instant begin = from.isEmpty() ? now.truncatedTo(ChronoUnit.MINUTES) : moment("from", from);
        Instant end = until.isEmpty() ? null : moment("until", until);
        if (end != null && !end.isAfter(begin)) {
            throw new InvalidFieldException("until", "calls.untilBeforeFrom");
        }
        return new OutOfOffice(begin, end);
    }

    private Instant moment(String field, String text) throws InvalidFieldException {
        try {
            Instant moment = LocalDateTime.parse(text).atZone(ZoneId.of(zone)).toInstant();
            if (OutOfOffice.isKept(moment)) {
                return moment;
            }
        } catch (DateTimeException e) {
            // told below, for both
        }
        throw new InvalidFieldException(field, "calls.noMoment");
    }

    private Duration ringTime() throws InvalidFieldException {
        if (ringSeconds.matches("[0-9]{1,4}")) {
            Duration time = Duration.ofSeconds(Long.parseLong(ringSeconds));
            if (time.compareTo(RingPlan.SHORTEST) >= 0 && time.compareTo(RingPlan.LONGEST) <= 0) {
                return time;
            }
        }
        throw new InvalidFieldException("ringSeconds", "calls.ringTime");
    }

    private static Treatment treatment(String field, String name) throws InvalidFieldException {
        for (Treatment treatment : Treatment.values()) {
            if (text(treatment).equals(name)) {
                return treatment;
            }
        }
        throw new InvalidFieldException(field, "calls.noTreatment");
    }

    private static String text(Treatment treatment) {
        return treatment.name().toLowerCase(Locale.ROOT);
    }

    private static String text(@Nullable Instant moment) {
        return moment == null
                ? ""
                : LocalDateTime.ofInstant(moment, ZoneOffset.UTC)
                        .truncatedTo(ChronoUnit.MINUTES)
                        .toString();
    }
}
