package org.ssms.guard.login;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.Source;

/**
 * Who logged in and who was turned away, one line of JSON each, never a password or token. Refusals are counted: of one
 * source there are {@value #REFUSALS_PER_SOURCE} lines in a minute and of all {@value #REFUSALS}, and a line that
 * says how many more, for each of {@value #SUMMARIES} sources and for all others; it is written with the first refusal
 * after that minute. Thread-safe.
 */
public final class SecurityAudit {
    static final int REFUSALS_PER_SOURCE = 20;
    static final int REFUSALS = 600;

    private static final int MAX_TEXT = 128;
    private static final long WINDOW_MILLIS = 60_000;
    private static final int SUMMARIES = 100;
    private static final int CAPACITY = 10_000;

    private final Clock clock;
    private final Consumer<String> log;
    /** Oldest first. */
    private final Map<Source, Refusals> refused = new LinkedHashMap<>();

    private Refusals total = new Refusals("*", 0);

    private static final class Refusals {
        private final String address;
        private final long since;
        private int written;
        private int left;

        Refusals(String address, long since) {
            this.address = address;
            this.since = since;
        }
    }

    /** Writes to {@code log}, a line at a time. */
    public SecurityAudit(Clock clock, Consumer<String> log) {
        this.clock = clock;
        this.log = log;
    }

    /** Somebody was let in, or something was changed for him. */
    public void granted(Asker asker, String event, String user) {
        write(asker, event, user, null, null, "granted", null);
    }

    /** Somebody changed something for another user. */
    public void granted(Asker asker, String event, String user, String by) {
        write(asker, event, user, by, null, "granted", null);
    }

    /** The same of something that concerns a target, as a list on which the user is from now on. */
    public void granted(Asker asker, String event, String user, String by, String target) {
        write(asker, event, user, by, target, "granted", null);
    }

    /** Something was begun for somebody that concerns a target, an address. */
    public void begun(Asker asker, String event, String user, String target) {
        write(asker, event, user, null, target, "granted", null);
    }

    /**
     * Somebody was sent away.
     *
     * @param user the name that was claimed; null when none was
     * @return whether it was written; false when this source, or all together, would flood it
     */
    public boolean refused(Asker asker, String event, @Nullable String user, String reason) {
        List<Refusals> over = new ArrayList<>();
        boolean worth = isWorthALine(asker, over);
        over.forEach(this::summarize); // without the lock: nobody waits for the disk
        if (worth) {
            write(asker, event, user, null, null, "refused", reason);
        }
        return worth;
    }

    /** @param over takes what was left out in minutes that are over */
    private synchronized boolean isWorthALine(Asker asker, List<Refusals> over) {
        long now = clock.millis();
        endMinutes(now, over);
        @Nullable Refusals ofSource = refused.get(asker.source());
        if (ofSource == null) {
            ofSource = new Refusals(asker.address(), now);
            if (refused.size() < CAPACITY) {
                refused.put(asker.source(), ofSource);
            }
        }
        if (ofSource.written >= REFUSALS_PER_SOURCE) {
            ofSource.left++;
            return false;
        }
        if (total.written >= REFUSALS) {
            total.left++;
            return false;
        }
        ofSource.written++;
        total.written++;
        return true;
    }

    private void endMinutes(long now, List<Refusals> over) {
        Refusals further = new Refusals("*", now);
        Iterator<Refusals> oldest = refused.values().iterator();
        while (oldest.hasNext()) {
            Refusals ended = oldest.next();
            if (now - ended.since < WINDOW_MILLIS) {
                break;
            }
            oldest.remove();
            if (ended.left > 0 && over.size() < SUMMARIES) {
                over.add(ended);
            } else {
                further.left += ended.left;
            }
        }
        if (now - total.since >= WINDOW_MILLIS) {
            further.left += total.left;
            total = new Refusals("*", now);
        }
        over.add(further);
    }

    private void summarize(Refusals over) {
        if (over.left > 0) {
            write("*", "refusals-left-out", null, null, null, over.address, "refused", Integer.toString(over.left));
        }
    }

    private void write(
            Asker asker,
            String event,
            @Nullable String user,
            @Nullable String by,
            @Nullable String target,
            String outcome,
            @Nullable String reason) {
        write(asker.door().text(), event, user, by, target, asker.address(), outcome, reason);
    }

    private void write(
            String door,
            String event,
            @Nullable String user,
            @Nullable String by,
            @Nullable String target,
            String address,
            String outcome,
            @Nullable String reason) {
        StringBuilder line = new StringBuilder(160).append("{\"time\":\"").append(clock.instant());
        append(line, "door", door);
        append(line, "event", event);
        append(line, "user", user);
        append(line, "by", by);
        append(line, "target", target);
        append(line, "source", address);
        append(line, "outcome", outcome);
        append(line, "reason", reason);
        log.accept(line.append("\"}").toString());
    }

    private static void append(StringBuilder line, String member, @Nullable String text) {
        if (text == null) {
            return;
        }
        line.append("\",\"").append(member).append("\":\"");
        text.codePoints().limit(MAX_TEXT).forEach(c -> {
            if (c == '"' || c == '\\') {
                line.append('\\').appendCodePoint(c);
            } else if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE || isSeparator(c)) {
                line.append('?');
            } else {
                line.appendCodePoint(c);
            }
        });
    }

    private static boolean isSeparator(int c) {
        return Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
    }
}
