package org.ssms.sip;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.ssms.call.OpenCalls;
import org.ssms.sip.container.SipStopping;

/** When the server stops: BYE to every caller, and the messages into the mailboxes, while everything still works. */
@ApplicationScoped
public class CallsEnding {
    @Inject
    private OpenCalls calls;

    void stopping(@Observes SipStopping stopping) {
        stopping.waitFor(calls.stop());
    }
}
