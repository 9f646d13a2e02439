package org.ssms.sip.container;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.servlet.sip.SipApplicationSession;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.ssms.sip.container.application.SipApplicationContext;

/**
 * Lets an application continue a call from outside a SIP callback: answer a request later, hang up from the server's
 * side. A task runs on one of the container's managed threads like a callback does: never at the same time as a
 * callback or another task of the same application session, with the application's class loader and JNDI and an own CDI
 * request scope. Inject it; any thread may call it.
 *
 * <p>Between the moment a task is submitted and the moment it runs, the caller may have cancelled or hung up; a task
 * looks at the state first ({@code request.isCommitted()}, {@code session.isValid()}).
 */
public final class SipTasks {
    private final SipApplicationContext application;
    private final Executor executor;

    SipTasks(SipApplicationContext application) {
        this.application = application;
        this.executor = application.getSipApplicationDispatcher().getAsynchronousExecutor();
    }

    /** Work on a call that may fail. */
    @FunctionalInterface
    public interface Task {
        void run() throws Exception;
    }

    /**
     * Queues {@code task}; returns at once and never waits for the session.
     *
     * @return completes on the container's thread after the task, exceptionally with what the task threw or with
     *     {@link IllegalStateException} when the session has ended; never when the application is undeployed before
     */
    public CompletionStage<Void> submit(SipApplicationSession session, Task task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        executor.execute(() -> run((MobicentsSipApplicationSession) session, task, done));
        return done;
    }

    private void run(MobicentsSipApplicationSession session, Task task, CompletableFuture<Void> done) {
        try {
            application.inSession(session, task::run);
            done.complete(null);
        } catch (Throwable failure) { // the submitter gets whatever happened, an Error as well
            done.completeExceptionally(failure);
        }
    }
}
