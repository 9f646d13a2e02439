package org.ssms.guard.web;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * A filter of a log handler (80-logging.cli): how much of one kind of record is written, and of all together, so that
 * nobody fills the disk or makes the rotation drop what happened before. Our own loggers have a budget for all beside
 * that of the server's, which others may use up. A kind is a logger, a message before its
 * values are put in, and the class of what was thrown. Before the next record of a kind stands how many were left out.
 */
public final class LogBudget implements Filter {
    private static final Logger LOG = System.getLogger(LogBudget.class.getName());

    private static final int KIND_BURST = 65_536;
    private static final int KIND_BYTES_PER_SECOND = 1_024;
    private static final int BURST = 262_144;
    private static final int BYTES_PER_SECOND = 3_584;
    private static final String OURS = "org.ssms.";

    /**
     * Enough for every kind that there is in our code; where values are part of the message, the oldest is forgotten.
     */
    private static final int KINDS = 1_000;

    /** Date, level, logger, thread. */
    private static final int LINE_BYTES = 100;

    private static final int FRAME_BYTES = 110;
    private static final double NANOS = 1e9;

    private final LongSupplier nanoTime;
    private final ObjLongConsumer<String> leftOut;
    private final Bucket ours;
    private final Bucket others;
    private final Map<Kind, Bucket> kinds = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Kind, Bucket> eldest) {
            return size() > KINDS;
        }
    };

    private record Kind(String logger, String message, String thrown) {}

    /**
     * For WildFly, which makes one for each filter resource. It is the first of this module that WildFly makes, long
     * before a listener takes connections: the watch over them begins here.
     */
    public LogBudget() {
        this(System::nanoTime, LogBudget::sayLeftOut);
        Doors.watch();
    }

    /** @param leftOut takes the message of a kind, before its values are put in, and how many were not written */
    LogBudget(LongSupplier nanoTime, ObjLongConsumer<String> leftOut) {
        this.nanoTime = nanoTime;
        this.leftOut = leftOut;
        this.ours = new Bucket(BURST, nanoTime.getAsLong());
        this.others = new Bucket(BURST, nanoTime.getAsLong());
    }

    @Override
    public boolean isLoggable(LogRecord record) {
        long left = take(record);
        if (left > 0) {
            leftOut.accept(String.valueOf(record.getMessage()), left); // logs, so it holds no lock
        }
        return left >= 0;
    }

    /** How many were left out before this one; negative when this one is, too. */
    private synchronized long take(LogRecord record) {
        long now = nanoTime.getAsLong();
        Bucket kind = kinds.computeIfAbsent(kind(record), unknown -> new Bucket(KIND_BURST, now));
        kind.refill(KIND_BURST, KIND_BYTES_PER_SECOND, now);
        Bucket all = String.valueOf(record.getLoggerName()).startsWith(OURS) ? ours : others;
        all.refill(BURST, BYTES_PER_SECOND, now);
        int size = Math.min(size(record), KIND_BURST); // however large: when its bucket is full it is written
        if (kind.bytes < size || all.bytes < size) {
            kind.left++;
            return -1;
        }
        kind.bytes -= size;
        all.bytes -= size;
        long left = kind.left;
        kind.left = 0;
        return left;
    }

    private static void sayLeftOut(String message, long left) {
        LOG.log(
                Level.WARNING,
                "SSMS-9003 {0} records were left out of the log, like: {1}",
                left,
                message.substring(0, Math.min(message.length(), LINE_BYTES)));
    }

    private static Kind kind(LogRecord record) {
        Throwable thrown = record.getThrown();
        return new Kind(
                String.valueOf(record.getLoggerName()),
                String.valueOf(record.getMessage()),
                thrown == null ? "" : thrown.getClass().getName());
    }

    private static int size(LogRecord record) {
        int size = LINE_BYTES + String.valueOf(record.getMessage()).length();
        Object[] values = record.getParameters();
        if (values != null) {
            for (Object value : values) {
                size += value instanceof CharSequence text ? text.length() : LINE_BYTES;
            }
        }
        int depth = 0;
        for (Throwable thrown = record.getThrown(); thrown != null && depth < 10; thrown = thrown.getCause()) {
            size += LINE_BYTES + FRAME_BYTES * thrown.getStackTrace().length;
            depth++;
        }
        return size;
    }

    private static final class Bucket {
        private double bytes;
        private long filledAt;
        private long left;

        private Bucket(double bytes, long now) {
            this.bytes = bytes;
            this.filledAt = now;
        }

        private void refill(int burst, int bytesPerSecond, long now) {
            bytes = Math.min(burst, bytes + (now - filledAt) / NANOS * bytesPerSecond);
            filledAt = now;
        }
    }
}
