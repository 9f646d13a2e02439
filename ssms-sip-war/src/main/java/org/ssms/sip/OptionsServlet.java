package org.ssms.sip;

import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.annotation.SipServlet;
import org.ssms.call.Door;

/**
 * Says what this server can do, and whether an INVITE has a chance now: 503 while it drains, is full or starts
 * (RFC 3261 §11.2). It answers for every user of ours alike: who asks does not learn whether one exists.
 */
@SipServlet(name = "options", loadOnStartup = 1)
public class OptionsServlet extends javax.servlet.sip.SipServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    private transient Door door;

    @Override
    protected void doOptions(SipServletRequest options) throws IOException {
        answer(options, door).send();
    }

    static SipServletResponse answer(SipServletRequest options, Door door) {
        List<String> unsupported = Headers.unknownOptions(options, "Require", Set.of(SessionTimers.OPTION));
        if (!unsupported.isEmpty()) {
            return Replies.badExtension(options, unsupported);
        }
        boolean accepting = door.accepting();
        SipServletResponse response =
                Replies.of(options, accepting ? SipServletResponse.SC_OK : SipServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader("Allow", Replies.ALLOWED);
        response.setHeader("Accept", Replies.BODIES);
        response.setHeader("Accept-Encoding", "identity");
        response.setHeader("Supported", "timer, path, outbound");
        if (!accepting) {
            Replies.retryAfter(response, door.retryAfter());
        }
        return response;
    }
}
