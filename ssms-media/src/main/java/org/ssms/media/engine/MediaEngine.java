package org.ssms.media.engine;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/** skeleton. */
public final class MediaEngine implements AutoCloseable {
    private MediaEngine() {}

    /** Opens the loops; every loop is one thread of the factory. */
    public static MediaEngine start(MediaSettings settings, ThreadFactory threads) throws IOException {
        return new MediaEngine();
    }

    /** Opens a call on a port of its own; empty when the engine has as many calls as it may, or no free port. */
    public Optional<MediaCall> open(MediaCallListener listener) {
        return Optional.empty();
    }

    public MediaCounters counters() {
        return new MediaCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {}
}
