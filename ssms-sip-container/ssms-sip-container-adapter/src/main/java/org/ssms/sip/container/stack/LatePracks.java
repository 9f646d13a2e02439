package org.ssms.sip.container.stack;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPDialog;
import gov.nist.javax.sip.stack.SIPMessageValve;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import java.time.Duration;
import javax.sip.DialogState;
import javax.sip.SipStack;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mobicents.servlet.sip.core.SipApplicationDispatcher;

/**
 * Answers PRACKs of established dialogs, and of ended ones, for which no reliable provisional response waits with 481
 * (RFC 3262 §3): upstream drops them, and the sender repeats them for half a minute. Before, one may come too early and
 * is better repeated.
 */
final class LatePracks implements SIPMessageValve {
    private final SipStackImpl stack;
    private final StatelessAnswer answer;

    LatePracks(SipStackImpl stack, SipApplicationDispatcher dispatcher) {
        this.stack = stack;
        this.answer = new StatelessAnswer(dispatcher);
    }

    @Override
    public boolean processRequest(SIPRequest request, MessageChannel channel) {
        if (!request.getMethod().equals(Request.PRACK) || request.getToTag() == null || isRepetition(request)) {
            return true;
        }
        SIPDialog dialog = stack.getDialog(request.getDialogId(true));
        if (dialog == null || DialogState.EARLY.equals(dialog.getState()) || isAwaited(dialog)) {
            return true;
        }
        answer.send(
                channel.getMessageProcessor().getListeningPoint().getProvider(),
                request,
                Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST,
                Duration.ZERO);
        return false;
    }

    private boolean isRepetition(SIPRequest request) {
        return stack.findTransaction(request, true) != null
                || stack.findPendingTransaction(request.getTransactionId()) != null;
    }

    private static boolean isAwaited(SIPDialog dialog) {
        return dialog.isServer()
                && dialog.getFirstTransactionInt() instanceof SIPServerTransaction first
                && first.getReliableProvisionalResponse() != null;
    }

    @Override
    public boolean processResponse(Response response, MessageChannel channel) {
        return true;
    }

    @Override
    public void init(SipStack ignored) {}

    @Override
    public void destroy() {}
}
