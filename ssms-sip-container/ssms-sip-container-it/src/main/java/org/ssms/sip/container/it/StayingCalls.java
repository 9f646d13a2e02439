package org.ssms.sip.container.it;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.sip.SipSession;
import org.ssms.sip.container.SipStopping;
import org.ssms.sip.container.SipTasks;

/** Calls that stay up until the application stops, which hangs them up. */
@ApplicationScoped
public class StayingCalls {
    private final Set<SipSession> calls = ConcurrentHashMap.newKeySet();

    @Inject
    private SipTasks tasks;

    void add(SipSession call) {
        calls.add(call);
    }

    void stopping(@Observes SipStopping stopping) {
        for (SipSession call : calls) {
            stopping.waitFor(tasks.submit(
                    call.getApplicationSession(),
                    () -> call.createRequest("BYE").send()));
        }
    }
}
