package org.ssms.sip.container.it.apps.shootme;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Set;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSessionsUtil;
import javax.servlet.sip.TimerService;

/** Rings and answers. Looks everything up in JNDI, as applications did before there was injection. */
@javax.servlet.sip.annotation.SipServlet(name = "shootme", loadOnStartup = 1)
public class ShootmeServlet extends SipServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    private transient Numbers numbers;

    private String found = "nothing";

    @Override
    @SuppressWarnings("BanJNDI") // constant names; the test is about JNDI
    public void init() throws ServletException {
        try {
            Context environment = (Context) new InitialContext().lookup("java:comp/env");
            SipFactory factory = (SipFactory) environment.lookup("sip/shootme/SipFactory");
            Context server = new InitialContext();
            boolean complete = server.lookup("java:comp/env/sip/shootme/TimerService") instanceof TimerService
                    && server.lookup("java:app/sip/shootme/SipSessionsUtil") instanceof SipSessionsUtil
                    && server.lookup("java:app/sip/SipFactory") instanceof SipFactory
                    && server.lookup("java:comp/DefaultManagedExecutorService") != null
                    && isClosed((Context) server.lookup("java:comp/env/sip/shootme"));
            found = factory.createURI("sip:found@example.com") + " " + complete;
        } catch (NamingException e) {
            throw new ServletException(e);
        }
    }

    /** A context that the server does not have, used as any other. */
    @SuppressWarnings("BanJNDI")
    private static boolean isClosed(Context ours) throws NamingException {
        if (!(ours.lookup("SipFactory") instanceof SipFactory)) {
            throw new NamingException("no factory in " + ours);
        }
        if (!Set.of(ours).contains(ours)) {
            throw new NamingException("not equal to itself: " + ours);
        }
        ours.close();
        return ours.toString().contains("sip/shootme");
    }

    @Override
    protected void doInvite(SipServletRequest invite) throws ServletException, IOException {
        invite.createResponse(SipServletResponse.SC_RINGING).send();
        SipServletResponse ok = invite.createResponse(SipServletResponse.SC_OK);
        ok.setHeader("X-Jndi", found);
        ok.setHeader("X-Bean", numbers.uri());
        ok.setHeader("X-Context", Boolean.toString(Set.of(getServletContext()).contains(getServletContext())));
        ok.setContent("shootme", "text/plain");
        ok.send();
    }

    @Override
    protected void doBye(SipServletRequest bye) throws IOException {
        bye.createResponse(SipServletResponse.SC_OK).send();
    }
}
