package org.ssms.sip.container.management;

import java.util.List;
import java.util.Map;

/** Figures of one SIP application. Registered as {@code org.ssms.sip.container:type=SipApplication,name=NAME}. */
public interface SipApplicationMXBean {
    String getName();

    /** SIP sessions that exist now. */
    int getSipSessions();

    /** Application sessions that exist now. */
    int getApplicationSessions();

    /** Application sessions that ended by their timeout since the start. */
    int getExpiredApplicationSessions();

    int getServerTransactions();

    int getClientTransactions();

    /** Requests that were handed to the application or answered for it since the start, without retransmissions. */
    long getRequestsProcessed();

    Map<String, Long> getRequestsProcessedByMethod();

    long getResponsesProcessed();

    /** Responses sent since the start by class: {@code 1XX} to {@code 6XX}. */
    Map<String, Long> getResponsesSentByClass();

    List<ConnectorState> getConnectors();
}
