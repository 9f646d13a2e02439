package org.ssms.sip;

import jakarta.inject.Inject;
import javax.servlet.sip.SipErrorEvent;
import javax.servlet.sip.SipErrorListener;
import javax.servlet.sip.SipSessionEvent;
import javax.servlet.sip.SipSessionListener;
import javax.servlet.sip.annotation.SipListener;
import org.ssms.call.CallDesk;

/** Tells the desk of dialogs that end without a BYE. */
@SipListener
public class DialogListener implements SipSessionListener, SipErrorListener {
    @Inject
    private CallDesk desk;

    @Override
    public void noAckReceived(SipErrorEvent event) {
        desk.aborted(event.getRequest().getSession().getId());
    }

    @Override
    public void noPrackReceived(SipErrorEvent event) {
        // we send no reliable provisional response
    }

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
