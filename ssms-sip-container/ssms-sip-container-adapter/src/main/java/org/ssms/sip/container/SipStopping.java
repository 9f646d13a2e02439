package org.ssms.sip.container;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * CDI event of the container when its web application is about to stop: new requests are answered with 503 from now on,
 * and everything else still works. An observer ends its calls and says what to wait for:
 *
 * <pre>{@code
 * void stopping(@Observes SipStopping stopping) {
 *     for (SipSession call : calls) {
 *         stopping.waitFor(tasks.submit(call.getApplicationSession(), () -> call.createRequest("BYE").send()));
 *     }
 * }
 * }</pre>
 *
 * <p>The container waits for all stages, and then until its requests are answered, together no longer than {@code
 * sip.stop-timeout}. Then it closes the connectors.
 */
public final class SipStopping {
    private final List<CompletionStage<?>> stages = new CopyOnWriteArrayList<>();

    SipStopping() {}

    /** Delays the end until {@code stage} is complete, no matter how. */
    public void waitFor(CompletionStage<?> stage) {
        stages.add(stage);
    }

    List<CompletionStage<?>> stages() {
        return stages;
    }
}
