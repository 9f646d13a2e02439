package org.ssms.sip.container.it;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TimerService;
import javax.servlet.sip.annotation.SipServlet;
import org.ssms.sip.container.SipTasks;

/** Answers by the user part of the request URI; the headers of a 200 tell what was injected and in force. */
@SipServlet(name = "probe", loadOnStartup = 1)
public class ProbeServlet extends javax.servlet.sip.SipServlet {
    private static final long serialVersionUID = 1L;
    private static final Duration WHILE = Duration.ofMillis(300);
    private static final String SDP = """
            v=0
            o=- 0 0 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            m=audio 6000 RTP/AVP 0
            """;

    @Inject
    private transient Journal journal;

    @Inject
    private transient CallScope scope;

    @Inject
    private transient SipFactory factory;

    @Inject
    private transient TimerService timers;

    @Inject
    private transient SipTasks tasks;

    @Inject
    private transient StayingCalls calls;

    @EJB
    private transient Greeter greeter;

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    private transient ManagedExecutorService executor;

    @Override
    public void init() {
        journal.note("servlet-init");
    }

    @Override
    protected void doInvite(SipServletRequest invite) throws ServletException, IOException {
        if (!invite.isInitial()) {
            answer(invite);
            return;
        }
        switch (((SipURI) invite.getRequestURI()).getUser()) {
            case "redirect" -> redirect(invite);
            case "boom" -> throw new IllegalStateException("planned failure");
            case "fork" -> ForkServlet.start(invite, factory);
            case "ring" -> invite.createResponse(SipServletResponse.SC_RINGING).send();
            case "later" -> executor.execute(() -> later(invite));
            case "hangup" -> {
                answer(invite);
                invite.getSession().setAttribute("hangup", true);
            }
            case "stay" -> {
                calls.add(invite.getSession());
                answer(invite);
            }
            case "timer" -> {
                timers.createTimer(invite.getApplicationSession(), 200, false, "planned");
                answer(invite);
            }
            default -> answer(invite);
        }
    }

    private static void redirect(SipServletRequest invite) throws IOException {
        SipServletResponse moved = invite.createResponse(SipServletResponse.SC_MOVED_TEMPORARILY);
        moved.setHeader("Contact", "<sip:elsewhere@127.0.0.1:9>");
        moved.send();
    }

    /** On a thread of the server's executor, which is no SIP thread. */
    private void later(SipServletRequest invite) {
        tasks.submit(invite.getApplicationSession(), () -> {
                    if (!invite.isCommitted()) {
                        answer(invite);
                    }
                })
                .whenComplete((done, failure) -> journal.note(failure == null ? "answered-later" : "later-failed"));
    }

    private void answer(SipServletRequest invite) throws ServletException, IOException {
        boolean freshScope = scope.callId() == null;
        scope.callId(invite.getCallId());
        SipServletResponse ok = invite.createResponse(SipServletResponse.SC_OK);
        ok.setHeader("X-Ejb", greeter.greet("ejb"));
        ok.setHeader("X-Jndi", greetingOfJndi());
        ok.setHeader("X-Resource", executor == null ? "missing" : "executor");
        ok.setHeader("X-Factory", factory.createSipURI("a", "b").getUser());
        ok.setHeader("X-Scope", freshScope && invite.getCallId().equals(scope.callId()) ? "own" : "shared");
        ok.setHeader(
                "X-Local",
                invite.getTransport().toLowerCase(Locale.ROOT) + ":" + invite.getLocalAddr() + ":"
                        + invite.getLocalPort());
        ok.setHeader(
                "X-Loader",
                Thread.currentThread().getContextClassLoader() == getClass().getClassLoader()
                        ? "application"
                        : "other");
        ok.setHeader("X-Body", Integer.toString(invite.getContentLength()));
        ok.setHeader("X-Peer", peerOf(invite));
        ok.setContent(SDP, "application/sdp");
        ok.send();
    }

    private static String peerOf(SipServletRequest request) {
        X509Certificate[] chain = (X509Certificate[]) request.getAttribute("javax.servlet.request.X509Certificate");
        return chain == null ? "unknown" : chain[0].getSubjectX500Principal().getName();
    }

    @SuppressWarnings("BanJNDI") // the test is about JNDI; the name is a constant
    private static String greetingOfJndi() throws ServletException {
        try {
            return (String) new InitialContext().lookup("java:comp/env/greeting");
        } catch (NamingException e) {
            throw new ServletException(e);
        }
    }

    @Override
    protected void doAck(SipServletRequest ack) {
        if (ack.getSession().getAttribute("hangup") != null) {
            executor.execute(() -> tasks.submit(
                    ack.getApplicationSession(),
                    () -> ack.getSession().createRequest("BYE").send()));
        }
    }

    @Override
    protected void doBye(SipServletRequest bye) {
        executor.execute(() -> tasks.submit(
                bye.getApplicationSession(), () -> bye.createResponse(200).send()));
    }

    @Override
    protected void doCancel(SipServletRequest cancel) {
        journal.note("cancelled");
    }

    /** Tells {@code whence} where the request came from, a while after it came. */
    @Override
    protected void doOptions(SipServletRequest options) throws IOException {
        SipServletResponse ok = options.createResponse(SipServletResponse.SC_OK);
        if (options.getRequestURI().toString().startsWith("sip:whence@")) {
            LockSupport.parkNanos(WHILE.toNanos());
            ok.setHeader("X-Remote", options.getRemoteAddr() + ":" + options.getRemotePort());
        }
        ok.send();
    }

    /** Challenges {@code twice} with two algorithms (RFC 8760 §2.3). */
    @Override
    protected void doRegister(SipServletRequest register) throws IOException {
        if (!register.getTo().getURI().toString().startsWith("sip:twice@")) {
            register.createResponse(SipServletResponse.SC_OK).send();
            return;
        }
        SipServletResponse challenge = register.createResponse(SipServletResponse.SC_UNAUTHORIZED);
        challenge.addHeader("WWW-Authenticate", "Digest realm=\"it\", nonce=\"1\", algorithm=SHA-256");
        challenge.addHeader("WWW-Authenticate", "Digest realm=\"it\", nonce=\"1\", algorithm=MD5");
        challenge.send();
    }

    @Override
    protected void doMessage(SipServletRequest message) throws ServletParseException, IOException {
        SipServletResponse ok = message.createResponse(SipServletResponse.SC_OK);
        ok.setHeader("X-Body", Integer.toString(message.getContentLength()));
        ok.send();
    }

    @Override
    protected void doSuccessResponse(SipServletResponse response) {
        journal.note("success-" + response.getMethod());
    }
}
