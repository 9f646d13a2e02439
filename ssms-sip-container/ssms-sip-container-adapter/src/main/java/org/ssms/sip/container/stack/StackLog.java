package org.ssms.sip.container.stack;

import gov.nist.core.CommonLogger;
import gov.nist.core.StackLogger;
import java.lang.System.Logger.Level;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.ssms.sip.container.log.Redaction;

/**
 * The stack's own log, under the name {@code gov.nist.javax.sip} and without message bodies. What a stranger can cause
 * by sending junk is a DEBUG matter: the stack calls it an error, an operator cannot do anything about it, and a line
 * per packet would let anybody fill the disk.
 */
public final class StackLog implements StackLogger {
    private static final System.Logger LOG = System.getLogger("gov.nist.javax.sip");

    /** Makes all classes of the stack log here. Must come first: without it they look for log4j as they are loaded. */
    static void install() {
        CommonLogger.legacyLogger = new StackLog();
    }

    private static Level level(int stackLevel) {
        return switch (stackLevel) {
            case TRACE_FATAL -> Level.ERROR;
            case TRACE_WARN, TRACE_ERROR, TRACE_INFO, TRACE_DEBUG -> Level.DEBUG;
            default -> Level.TRACE;
        };
    }

    private static void log(Level level, @Nullable String message, @Nullable Throwable thrown) {
        if (!LOG.isLoggable(level)) {
            return;
        }
        String line = Redaction.firstLine(message);
        if (thrown == null) {
            LOG.log(level, line);
        } else {
            LOG.log(level, line, Redaction.redacted(thrown));
        }
    }

    @Override
    public boolean isLoggingEnabled() {
        return true;
    }

    @Override
    public boolean isLoggingEnabled(int stackLevel) {
        return LOG.isLoggable(level(stackLevel));
    }

    @Override
    public void logFatalError(String message) {
        log(Level.ERROR, message, null);
    }

    @Override
    public void logError(String message) {
        log(Level.DEBUG, message, null);
    }

    @Override
    public void logError(String message, Exception exception) {
        log(Level.DEBUG, message, exception);
    }

    @Override
    public void logException(Throwable thrown) {
        log(Level.DEBUG, "exception in the SIP stack", thrown);
    }

    @Override
    public void logWarning(String message) {
        log(Level.DEBUG, message, null);
    }

    @Override
    public void logInfo(String message) {
        log(Level.DEBUG, message, null);
    }

    @Override
    public void logDebug(String message) {
        log(Level.DEBUG, message, null);
    }

    @Override
    public void logDebug(String message, Exception exception) {
        log(Level.DEBUG, message, exception);
    }

    @Override
    public void logTrace(String message) {
        log(Level.TRACE, message, null);
    }

    @Override
    public void logStackTrace() {
        logStackTrace(TRACE_TRACE);
    }

    @Override
    public void logStackTrace(int stackLevel) {
        if (isLoggingEnabled(stackLevel)) {
            log(level(stackLevel), "stack trace", new Throwable("stack trace"));
        }
    }

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void enableLogging() {}

    @Override
    public void disableLogging() {}

    @Override
    public void setBuildTimeStamp(String buildTime) {}

    @Override
    public void setStackProperties(Properties properties) {}

    @Override
    public String getLoggerName() {
        return LOG.getName();
    }
}
