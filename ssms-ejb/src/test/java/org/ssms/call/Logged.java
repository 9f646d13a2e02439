package org.ssms.call;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a class says in the log, which does not hear it until this is closed. */
public final class Logged implements AutoCloseable {
    private final Logger log;
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    public Logged(Class<?> of) {
        log = Logger.getLogger(of.getName());
        log.setFilter(line -> {
            records.add(line);
            return false;
        });
    }

    /** Each with its stack trace's first line, if it has one. */
    public List<String> lines() {
        SimpleFormatter formatter = new SimpleFormatter();
        return records.stream()
                .map(line -> formatter.formatMessage(line) + (line.getThrown() == null ? "" : "\n" + line.getThrown()))
                .toList();
    }

    @Override
    public void close() {
        log.setFilter(null);
    }
}
