package org.ssms.web.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.location.CallSettings;
import org.ssms.location.OutOfOffice;
import org.ssms.location.RingPlan;
import org.ssms.location.Treatment;

/**
 * What a subscriber wants done with calls, on the wire.
 *
 * @param outOfOffice null when it is switched off
 * @param whenBusy {@code mailbox} or {@code reject}; holds for do not disturb, too
 */
@Schema(name = "CallSettings")
public record SettingsJson(
        @Schema(nullable = true) @Nullable Away outOfOffice,
        boolean doNotDisturb,

        @Schema(minimum = "5", maximum = "120", example = "20")
        long ringSeconds,

        @Schema(enumeration = {"mailbox", "reject"}) String whenBusy,
        @Schema(enumeration = {"mailbox", "reject"}) String whenUnanswered,
        @Schema(enumeration = {"mailbox", "reject"}) String whenDeclined,
        @Schema(enumeration = {"mailbox", "reject"}) String whenNotRegistered) {

    static final int MAX_CHARS = 2048;

    private static final int MAX_NAME = 16;
    private static final Set<String> MEMBERS = Set.of(
            "outOfOffice",
            "doNotDisturb",
            "ringSeconds",
            "whenBusy",
            "whenUnanswered",
            "whenDeclined",
            "whenNotRegistered");

    /**
     * The time in which every call goes straight to the mailbox.
     *
     * @param from absent in a request: from now on
     * @param until null: until it is switched off
     */
    @Schema(name = "OutOfOffice")
    public record Away(
            Instant from, @Schema(nullable = true) @Nullable Instant until) {}

    static SettingsJson of(CallSettings settings) {
        OutOfOffice away = settings.outOfOffice();
        RingPlan plan = settings.plan();
        return new SettingsJson(
                away == null ? null : new Away(away.from(), away.until()),
                settings.doNotDisturb(),
                plan.ringTime().toSeconds(),
                name(plan.whenBusy()),
                name(plan.whenUnanswered()),
                name(plan.whenDeclined()),
                name(plan.whenNotRegistered()));
    }

    /**
     * Reads settings strictly and whole: every member but {@code outOfOffice} must be there, and no other may.
     *
     * @throws MalformedJsonException says which member is wrong, in words for people
     */
    static CallSettings parse(String text, Instant now) throws MalformedJsonException {
        JsonObject json = JsonObject.parse(text, MAX_CHARS);
        json.onlyMembers(MEMBERS);
        Boolean doNotDisturb = json.optionalFlag("doNotDisturb");
        if (doNotDisturb == null) {
            throw new MalformedJsonException("member 'doNotDisturb' is missing");
        }
        RingPlan plan = new RingPlan(
                Duration.ofSeconds(
                        json.integer("ringSeconds", RingPlan.SHORTEST.toSeconds(), RingPlan.LONGEST.toSeconds())),
                json.value("whenBusy", SettingsJson::treatment),
                json.value("whenUnanswered", SettingsJson::treatment),
                json.value("whenDeclined", SettingsJson::treatment),
                json.value("whenNotRegistered", SettingsJson::treatment));
        return new CallSettings(
                json.has("outOfOffice") ? away(json.object("outOfOffice"), now) : null, doNotDisturb, plan);
    }

    private static OutOfOffice away(JsonObject json, Instant now) throws MalformedJsonException {
        json.onlyMembers(Set.of("from", "until"));
        Instant from = json.optionalInstant("from");
        Instant until = json.optionalInstant("until");
        Instant begin = from == null ? now : from;
        if (!OutOfOffice.isKept(begin) || (until != null && (!OutOfOffice.isKept(until) || !until.isAfter(begin)))) {
            throw new MalformedJsonException("member 'outOfOffice' must end after it begins");
        }
        return new OutOfOffice(begin, until);
    }

    private static Treatment treatment(String name) {
        if (name.length() > MAX_NAME || !name.equals(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("no treatment");
        }
        return Treatment.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static String name(Treatment treatment) {
        return treatment.name().toLowerCase(Locale.ROOT);
    }
}
