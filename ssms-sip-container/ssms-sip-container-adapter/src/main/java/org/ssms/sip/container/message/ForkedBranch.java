package org.ssms.sip.container.message;

import java.io.IOException;
import java.lang.System.Logger.Level;
import javax.servlet.sip.URI;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletResponse;
import org.mobicents.servlet.sip.proxy.ProxyBranchImpl;
import org.mobicents.servlet.sip.proxy.ProxyImpl;
import org.ssms.sip.container.log.Redaction;

/**
 * A branch that is given up before it has answered at all: it must not be cancelled until a provisional response has
 * come (RFC 3261 §9.1). Upstream forgets it when the call has been answered elsewhere meanwhile, and the phone rings
 * on.
 */
final class ForkedBranch extends ProxyBranchImpl {
    private static final long serialVersionUID = 1L;
    private static final System.Logger LOG = System.getLogger(ForkedBranch.class.getName());

    private transient boolean cancelSent;

    ForkedBranch(URI target, ProxyImpl proxy) {
        super(target, proxy);
    }

    @Override
    public void setResponse(@Nullable MobicentsSipServletResponse response) {
        boolean first = getResponse() == null;
        super.setResponse(response);
        boolean late = first && isCanceled() && response != null && response.getStatus() < 200;
        if (late && !cancelSent && getRequest().getMethod().equals(Request.INVITE)) {
            cancelSent = true;
            cancelLate();
        }
    }

    private void cancelLate() {
        try {
            getRequest().createCancel().send();
        } catch (IOException | IllegalStateException e) {
            LOG.log(Level.DEBUG, "a late CANCEL was not sent: " + Redaction.firstLine(e.getMessage()));
        }
    }
}
