package org.ssms.sip.container;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Sets the loggers of the upstream jars to WARNING, which tell their inner life at INFO. A level that somebody
 * configured stays. The loggers are referenced while the container runs: {@code java.util.logging} forgets unreferenced
 * ones.
 */
final class QuietLoggers {
    private final List<Logger> quieted;

    QuietLoggers() {
        quieted = Stream.of("org.mobicents", "gov.nist")
                .map(Logger::getLogger)
                .filter(logger -> logger.getLevel() == null)
                .toList();
        quieted.forEach(logger -> logger.setLevel(Level.WARNING));
    }

    void release() {
        quieted.forEach(logger -> logger.setLevel(null));
    }
}
