package org.ssms.sip.container.log;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.mobicents.servlet.sip.core.DispatcherException;

/**
 * The part of {@code org.apache.log4j.Logger} that the transformed jars call, on {@link System.Logger}. log4j 1.x has
 * reached its end of life, and this class keeps whole SIP messages out of the log (see {@link Redaction}).
 */
public final class Logger {
    private static final int SERVER_ERROR = 500;
    /** Their warnings tell how a call went that was proxied, such as that nobody answered. */
    private static final String PROXY_LOGGERS = "org.mobicents.servlet.sip.proxy.";

    /** A request that is older than another one of its dialog, or repeated late: it gets its 500 (RFC 3261 §12.2.2). */
    private static final String CSEQ = "CSeq out of order";

    private final System.Logger target;
    private final LimitedLog limited;
    private final boolean ofProxy;

    private Logger(System.Logger target) {
        this.target = target;
        this.limited = new LimitedLog(target);
        this.ofProxy = target.getName().startsWith(PROXY_LOGGERS);
    }

    public static Logger getLogger(Class<?> type) {
        return getLogger(type.getName());
    }

    public static Logger getLogger(String name) {
        return new Logger(System.getLogger(name));
    }

    public boolean isTraceEnabled() {
        return target.isLoggable(Level.TRACE);
    }

    public boolean isDebugEnabled() {
        return target.isLoggable(Level.DEBUG);
    }

    public boolean isInfoEnabled() {
        return target.isLoggable(Level.INFO);
    }

    public boolean isEnabledFor(Priority priority) {
        return target.isLoggable(priority.level());
    }

    public void trace(@Nullable Object message) {
        log(Level.TRACE, message, null);
    }

    public void trace(@Nullable Object message, @Nullable Throwable thrown) {
        log(Level.TRACE, message, thrown);
    }

    public void debug(@Nullable Object message) {
        log(Level.DEBUG, message, null);
    }

    public void debug(@Nullable Object message, @Nullable Throwable thrown) {
        log(Level.DEBUG, message, thrown);
    }

    public void info(@Nullable Object message) {
        log(Level.INFO, message, null);
    }

    public void info(@Nullable Object message, @Nullable Throwable thrown) {
        log(Level.INFO, message, thrown);
    }

    public void warn(@Nullable Object message) {
        log(Level.WARNING, message, null);
    }

    public void warn(@Nullable Object message, @Nullable Throwable thrown) {
        log(Level.WARNING, message, thrown);
    }

    public void error(@Nullable Object message) {
        log(Level.ERROR, message, null);
    }

    public void error(@Nullable Object message, @Nullable Throwable thrown) {
        log(Level.ERROR, message, thrown);
    }

    public void fatal(@Nullable Object message) {
        log(Level.ERROR, message, null);
    }

    /**
     * A stack trace only where DEBUG is on, and a refused request there only: anybody can cause these lines by sending
     * junk, and must not fill the disk. What upstream calls an error is a warning: it is one message that fails, and
     * never the server.
     */
    private void log(Level upstream, @Nullable Object message, @Nullable Throwable thrown) {
        Level highest = isRoutine(upstream, message, thrown) ? Level.DEBUG : Level.WARNING;
        Level level = upstream.compareTo(highest) > 0 ? highest : upstream;
        if (!target.isLoggable(level)) {
            return;
        }
        String line = Redaction.firstLine(message);
        if (thrown == null) {
            limited.log(level, line, null);
        } else if (isDebugEnabled()) {
            limited.log(level, line, Redaction.redacted(thrown));
        } else {
            limited.log(level, line + " [" + Redaction.firstLine(thrown) + "]", null);
        }
    }

    private boolean isRoutine(Level upstream, @Nullable Object message, @Nullable Throwable thrown) {
        boolean refusal = thrown instanceof DispatcherException e && e.getErrorCode() < SERVER_ERROR;
        boolean ofSender = message instanceof String text && text.startsWith(CSEQ);
        return refusal || ofSender || (ofProxy && upstream == Level.WARNING);
    }
}
