package org.ssms.sip.planted;

import org.ssms.call.OpenCalls;

/** Would need calls where there are none. */
final class RedirectServlet {
    int busy(OpenCalls calls) {
        return calls.current();
    }
}
