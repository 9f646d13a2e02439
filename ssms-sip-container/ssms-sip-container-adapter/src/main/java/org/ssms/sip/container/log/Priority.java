package org.ssms.sip.container.log;

/** A log4j 1.x priority; the transformed jars ask for this single one. */
public final class Priority {
    public static final Priority WARN = new Priority(System.Logger.Level.WARNING);

    private final System.Logger.Level level;

    private Priority(System.Logger.Level level) {
        this.level = level;
    }

    System.Logger.Level level() {
        return level;
    }
}
