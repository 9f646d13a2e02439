package org.ssms.sip;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.TimerService;
import org.jspecify.annotations.Nullable;
import org.ssms.call.Call;
import org.ssms.media.sdp.SessionDescription;
import org.ssms.sip.header.MalformedHeaderException;
import org.ssms.sip.header.SessionExpires;
import org.ssms.sip.header.SessionExpires.Refresher;
import org.ssms.sip.session.SessionTimerPolicy;
import org.ssms.sip.session.SessionTimerPolicy.Decision;
import org.ssms.sip.session.SessionTimerRequest;

/**
 * The session timers of the calls that are up (RFC 4028). When a session is not refreshed in time, its caller is gone:
 * the call ends and what is recorded is kept. Runs in callbacks, under the lock of the application session.
 */
@Singleton
public class SessionTimers {
    static final String OPTION = "timer";

    private static final System.Logger LOG = System.getLogger(SessionTimers.class.getName());
    private static final String RUNNING = SessionTimers.class.getName();
    private static final String TAKES_UPDATE = RUNNING + ".update";

    private final SessionTimerPolicy policy;
    private final TimerService timers;

    @Inject
    SessionTimers(SessionTimerPolicy policy, TimerService timers) {
        this.policy = policy;
        this.timers = timers;
    }

    /** What a timer does: refresh, or give up. */
    record Due(String session, long interval, boolean refresh) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    Decision decide(SipServletRequest request) throws MalformedHeaderException {
        List<String> options = new ArrayList<>(Headers.values(request, "Supported"));
        options.addAll(Headers.values(request, "Require"));
        return policy.decide(SessionTimerRequest.parse(
                options, request.getHeader(SessionExpires.HEADER), request.getHeader(SessionExpires.MIN_SE)));
    }

    /** Remembers how this peer can be refreshed. */
    void learn(SipServletRequest invite) {
        boolean update = Headers.values(invite, "Allow").stream()
                .anyMatch(methods -> methods.toUpperCase(Locale.ROOT).contains("UPDATE"));
        invite.getSession().setAttribute(TAKES_UPDATE, update);
    }

    /** Writes the decision into a 2xx of ours and runs the timer from now on. */
    void answer(SipServletResponse ok, Decision decision) {
        ok.setHeader("Supported", OPTION);
        if (decision instanceof Decision.Timer timer && canKeep(ok.getSession(), timer)) {
            ok.setHeader(SessionExpires.HEADER, timer.expires().encode());
            if (timer.required()) {
                ok.setHeader("Require", OPTION);
            }
            run(ok.getSession(), timer.expires().seconds(), timer.expires().refresher() == Refresher.UAS);
        } else {
            stop(ok.getSession());
        }
    }

    /** We promise no refresh of ours to who takes no UPDATE and gets no offer: how long his call lasts is bounded anyway. */
    private static boolean canKeep(SipSession session, Decision.Timer timer) {
        return timer.expires().refresher() != Refresher.UAS
                || Boolean.TRUE.equals(session.getAttribute(TAKES_UPDATE))
                || SessionCalls.of(session).map(Call::mayOffer).orElse(true);
    }

    private void run(SipSession session, long interval, boolean ours) {
        stop(session);
        ArrayList<String> running = new ArrayList<>();
        running.add(start(session, interval, false, SessionTimerPolicy.giveUpAfter(interval)));
        if (ours) {
            running.add(start(session, interval, true, SessionTimerPolicy.refreshAfter(interval)));
        }
        session.setAttribute(RUNNING, running);
    }

    private String start(SipSession session, long interval, boolean refresh, Duration after) {
        return timers.createTimer(
                        session.getApplicationSession(),
                        after.toMillis(),
                        false,
                        new Due(session.getId(), interval, refresh))
                .getId();
    }

    private static void stop(SipSession session) {
        if (session.getAttribute(RUNNING) instanceof List<?> running) {
            for (Object id : running) {
                ServletTimer timer = session.getApplicationSession().getTimer((String) id);
                if (timer != null) {
                    timer.cancel();
                }
            }
        }
    }

    void due(SipSession session, Due due) throws IOException {
        if (!session.isValid() || session.getState() != SipSession.State.CONFIRMED) {
            return;
        }
        if (due.refresh()) {
            refresh(session, due.interval());
        } else {
            LOG.log(System.Logger.Level.INFO, "SSMS-7003 a caller has not refreshed its session; the call ends");
            SessionCalls.of(session).ifPresent(Call::aborted);
        }
    }

    /**
     * By UPDATE if the peer knows it, else by a re-INVITE that repeats our session description unchanged (RFC 4028
     * §7.4).
     */
    private void refresh(SipSession session, long interval) throws IOException {
        Optional<Call> call = SessionCalls.of(session);
        Optional<SessionDescription> local = call.flatMap(Call::localDescription);
        if (local.isEmpty()) {
            return; // the call is over, its BYE is on the way
        }
        boolean update = Boolean.TRUE.equals(session.getAttribute(TAKES_UPDATE));
        if (!update && !call.get().mayOffer()) {
            return; // the other side may do it
        }
        SipServletRequest refresh = session.createRequest(update ? "UPDATE" : "INVITE");
        refresh.setHeader("Supported", OPTION);
        refresh.setHeader(SessionExpires.HEADER, new SessionExpires(interval, Refresher.UAC).encode());
        if (!update) {
            refresh.setContent(local.get().toBytes(), Replies.SDP);
        }
        refresh.send();
    }

    /** A response to a refresh of ours. */
    void refreshed(SipServletResponse response) throws IOException {
        if (response.getStatus() >= 300) {
            boolean gone = response.getStatus() == SipServletResponse.SC_CALL_LEG_DONE
                    || response.getStatus() == SipServletResponse.SC_REQUEST_TIMEOUT;
            if (gone) {
                SessionCalls.of(response.getSession()).ifPresent(Call::aborted);
            }
            return; // anything else: the session runs out if the peer does not refresh it
        }
        if (response.getMethod().equals("INVITE")) {
            response.createAck().send();
        }
        SessionExpires agreed = expires(response);
        if (agreed == null) {
            stop(response.getSession());
        } else { // in this transaction the caller of old is the UAS
            run(response.getSession(), agreed.seconds(), agreed.refresher() != Refresher.UAS);
        }
    }

    private static @Nullable SessionExpires expires(SipServletMessage response) {
        String header = response.getHeader(SessionExpires.HEADER);
        try {
            return header == null ? null : SessionExpires.parse(header);
        } catch (MalformedHeaderException e) {
            return null;
        }
    }
}
