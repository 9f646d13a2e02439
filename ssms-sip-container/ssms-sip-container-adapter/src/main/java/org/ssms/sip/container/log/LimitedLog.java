package org.ssms.sip.container.log;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A log whose warnings and errors strangers can cause, by sending one message each: of every kind it writes a few lines
 * per minute and then says how many it left out. Lines are of one kind when they begin alike. Lower levels are not
 * limited.
 */
public final class LimitedLog {
    private static final int LINES_PER_MINUTE = 5;
    private static final int KIND_LENGTH = 32;
    private static final int MAX_KINDS = 64;
    private static final long MINUTE_MILLIS = 60_000;

    private final System.Logger target;
    private final Clock clock;
    private final Map<String, Minute> minutes = new ConcurrentHashMap<>();

    public LimitedLog(System.Logger target) {
        this(target, Clock.systemUTC());
    }

    LimitedLog(System.Logger target, Clock clock) {
        this.target = target;
        this.clock = clock;
    }

    /** Writes {@code line}, with the stack of {@code thrown} when there is one, unless its kind has had its share. */
    public void log(Level level, String line, @Nullable Throwable thrown) {
        if (!target.isLoggable(level)) {
            return;
        }
        int leftOut = level.compareTo(Level.WARNING) < 0 ? 0 : minute(line).admit(clock.millis());
        if (leftOut < 0) {
            return;
        }
        String text = leftOut == 0 ? line : line + " (" + leftOut + " lines like this were left out)";
        if (thrown == null) {
            target.log(level, text);
        } else {
            target.log(level, text, thrown);
        }
    }

    private Minute minute(String line) {
        String kind = line.substring(0, Math.min(line.length(), KIND_LENGTH));
        boolean known = minutes.containsKey(kind) || minutes.size() < MAX_KINDS;
        return minutes.computeIfAbsent(known ? kind : "", k -> new Minute());
    }

    private static final class Minute {
        private long began = Long.MIN_VALUE;
        private int written;
        private int leftOut;

        /** How many were left out before the line that may be written now, -1 when it may not. */
        synchronized int admit(long now) {
            int before = 0;
            if (now - MINUTE_MILLIS >= began) {
                before = leftOut;
                began = now;
                written = 0;
                leftOut = 0;
            }
            if (written == LINES_PER_MINUTE) {
                leftOut++;
                return -1;
            }
            written++;
            return before;
        }
    }
}
