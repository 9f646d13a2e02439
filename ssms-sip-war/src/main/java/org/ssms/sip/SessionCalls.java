package org.ssms.sip;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSessionBindingEvent;
import javax.servlet.sip.SipSessionBindingListener;
import org.ssms.call.Call;

/**
 * Which call a SIP session keeps. A call ends with its session, if not before: then the dialog has ended without a BYE.
 * For a missing ACK the call has its own clock (64*T1). To be used in callbacks, under the lock of the application
 * session.
 */
@Singleton
public class SessionCalls {
    private static final String ATTRIBUTE = SessionCalls.class.getName();

    @Resource
    private ContextService contextService;

    private Executor contexts;

    /** The container calls its listeners inside the application's contexts, but not what is bound to a session. */
    @PostConstruct
    void capture() {
        contexts = contextService.currentContextExecutor();
    }

    void keep(SipSession session, Call call) {
        session.setAttribute(ATTRIBUTE, new Kept(call, contexts));
    }

    static Optional<Call> of(SipSession session) {
        return session.isValid() && session.getAttribute(ATTRIBUTE) instanceof Kept kept
                ? Optional.of(kept.call())
                : Optional.empty();
    }

    /** Ends the call. The session may last longer, and must not keep what was the call's. */
    static void forget(SipSession session) {
        if (session.isValid()) {
            session.removeAttribute(ATTRIBUTE);
        }
    }

    private record Kept(Call call, Executor contexts) implements SipSessionBindingListener {
        @Override
        public void valueBound(SipSessionBindingEvent event) {
            // the desk has made it
        }

        @Override
        public void valueUnbound(SipSessionBindingEvent event) {
            contexts.execute(() -> {
                var unused = call.ended();
            });
        }
    }
}
