package org.ssms.web.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ssms.guard.Source;

@Timeout(30) // a defect here may wait for ever
class FairWorkersTest {
    private static final Source ONE = new Source(1, false);
    private static final Source OTHER = new Source(2, false);

    @Test
    void one_source_has_a_few_threads_and_others_the_rest() throws Exception {
        FairWorkers workers = new FairWorkers(4, 2, Thread::new);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(2);
        AtomicInteger atOnce = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            workers.submit(ONE, buffers -> {
                assertThat(atOnce.incrementAndGet()).isLessThanOrEqualTo(2);
                begun.countDown();
                await(release);
                atOnce.decrementAndGet();
                done.countDown();
            });
        }
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        CountDownLatch other = new CountDownLatch(1);
        workers.submit(OTHER, buffers -> other.countDown());
        assertThat(other.await(10, TimeUnit.SECONDS))
                .as("while the first source waits")
                .isTrue();
        assertThat(done.getCount()).isEqualTo(100);
        release.countDown();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        workers.close(5000);
        assertThat(workers.sources()).isZero();
    }

    @Test
    void sources_have_turns() throws Exception {
        FairWorkers workers = new FairWorkers(1, 1, Thread::new);
        CountDownLatch release = new CountDownLatch(1);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(6);
        workers.submit(ONE, buffers -> await(release));
        for (int i = 0; i < 3; i++) {
            workers.submit(ONE, buffers -> {
                order.add("one");
                done.countDown();
            });
        }
        for (int i = 0; i < 3; i++) {
            workers.submit(OTHER, buffers -> {
                order.add("other");
                done.countDown();
            });
        }
        release.countDown();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(order).containsExactly("other", "one", "other", "one", "other", "one");
        workers.close(5000);
    }

    @Test
    void what_fails_takes_no_thread_with_it() throws Exception {
        FairWorkers workers = new FairWorkers(1, 1, Thread::new);
        workers.submit(ONE, buffers -> {
            throw new IllegalStateException("on purpose");
        });
        workers.submit(ONE, buffers -> {
            throw new StackOverflowError("on purpose");
        });
        CountDownLatch done = new CountDownLatch(1);
        workers.submit(ONE, buffers -> done.countDown());
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        workers.close(5000);
    }

    @Test
    void what_is_closed_begins_nothing() {
        FairWorkers workers = new FairWorkers(1, 1, Thread::new);
        workers.close(5000);
        workers.submit(ONE, buffers -> {
            throw new AssertionError("it is closed");
        });
        assertThat(workers.sources()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
