package org.ssms.sip;

import jakarta.inject.Inject;
import javax.servlet.sip.SipSessionEvent;
import javax.servlet.sip.SipSessionListener;
import javax.servlet.sip.annotation.SipListener;
import org.ssms.call.CallDesk;

/** Tells the desk of dialogs that end without a BYE. For a missing ACK the desk has its own clock (64*T1). */
@SipListener
public class DialogListener implements SipSessionListener {
    @Inject
    private CallDesk desk;

    @Override
    public void sessionCreated(SipSessionEvent event) {
        // the desk hears of a call by its INVITE
    }

    @Override
    public void sessionReadyToInvalidate(SipSessionEvent event) {
        // the container invalidates the session and says so
    }

    @Override
    public void sessionDestroyed(SipSessionEvent event) {
        desk.ended(event.getSession().getId());
    }
}
