package org.ssms.web.live;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;

/** A stream must not outlive the login it was opened with. */
@WebListener
public class SessionEnd implements HttpSessionListener {
    @Inject
    private LiveMessages live;

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        live.sessionEnded(event.getSession().getId());
    }
}
