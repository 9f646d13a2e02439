package org.ssms.web.mail;

import static java.lang.System.Logger.Level.ERROR;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.Source;

/**
 * Some threads that work for all sources in turn, and for one source by a few at once: what one wants too much waits
 * for itself alone. Thread-safe.
 */
final class FairWorkers {
    private static final System.Logger LOG = System.getLogger(FairWorkers.class.getName());

    private final int perSource;
    private final List<Thread> threads;
    private final Map<Source, Line> lines = new HashMap<>();
    /** Sources with something to do, which may have a thread for it. */
    private final Deque<Line> turns = new ArrayDeque<>();

    private boolean isClosed;

    /** Something to do. */
    interface Task {
        void work(Buffers buffers);
    }

    /** What a source wants. */
    private static final class Line {
        private final Source source;
        private final Deque<Task> waiting = new ArrayDeque<>();
        private int atWork;
        private boolean hasTurn;

        Line(Source source) {
            this.source = source;
        }
    }

    /**
     * Starts the threads.
     *
     * @param perSource at work at once
     */
    FairWorkers(int threads, int perSource, ThreadFactory factory) {
        this.perSource = perSource;
        this.threads = Stream.generate(() -> factory.newThread(this::work))
                .limit(threads)
                .toList();
        this.threads.forEach(Thread::start);
    }

    /** Has it done soon; not at all when it is closed. */
    synchronized void submit(Source source, Task task) {
        if (isClosed) {
            return;
        }
        Line line = lines.computeIfAbsent(source, Line::new);
        line.waiting.add(task);
        takeTurn(line);
    }

    private void takeTurn(Line line) {
        if (!line.hasTurn && line.atWork < perSource && !line.waiting.isEmpty()) {
            line.hasTurn = true;
            turns.add(line);
            notify();
        }
    }

    private void work() {
        Buffers buffers = new Buffers();
        for (Line line = next(null); line != null; line = next(line)) {
            try {
                taken(line).work(buffers);
            } catch (RuntimeException | Error e) { // a thread that ends is never made anew
                LOG.log(ERROR, "SSMS-6104 a worker of the mail door stumbled, and goes on", e);
            }
        }
    }

    /** @param done for whom the thread has just worked; null: for nobody */
    private synchronized @Nullable Line next(@Nullable Line done) {
        if (done != null) {
            done.atWork--;
            takeTurn(done);
            if (done.atWork == 0 && done.waiting.isEmpty()) {
                lines.remove(done.source);
            }
        }
        try {
            while (turns.isEmpty() && !isClosed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        return isClosed ? null : turns.remove();
    }

    private synchronized Task taken(Line line) {
        Task task = line.waiting.remove();
        line.atWork++;
        line.hasTurn = false;
        takeTurn(line);
        return task;
    }

    /** Sources that wait or are worked for. */
    synchronized int sources() {
        return lines.size();
    }

    /** Begins nothing new, and waits for what is done now; interrupts it when that takes too long. */
    void close(long patienceMillis) {
        synchronized (this) {
            isClosed = true;
            lines.clear();
            turns.clear();
            notifyAll();
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        for (Thread thread : threads) {
            try {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left > 0) {
                    thread.join(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread.interrupt();
        }
    }
}
