package org.ssms.sip.container.it.apps.shootist;

import jakarta.annotation.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletContextEvent;
import javax.servlet.sip.SipServletListener;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.annotation.SipListener;

/** Calls the callee of the context parameter, and hangs up when he answers. */
@SipListener
@javax.servlet.sip.annotation.SipServlet(name = "shootist", loadOnStartup = 1)
public class ShootistServlet extends SipServlet implements SipServletListener {
    private static final long serialVersionUID = 1L;

    @Resource
    private transient SipFactory factory;

    @Override
    public void servletInitialized(SipServletContextEvent event) {
        try {
            SipServletRequest invite = factory.createRequest(
                    factory.createApplicationSession(),
                    "INVITE",
                    factory.createURI("sip:shootist@example.com"),
                    factory.createURI(System.getProperty("it.shootist.callee")));
            invite.send();
        } catch (ServletParseException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void doSuccessResponse(SipServletResponse response) throws IOException {
        if (response.getMethod().equals("INVITE")) {
            response.createAck().send();
            response.getSession().createRequest("BYE").send();
        }
    }
}
