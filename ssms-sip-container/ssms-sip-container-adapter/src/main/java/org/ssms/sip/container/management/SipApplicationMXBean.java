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

    /** Connections over TCP, TLS, WS and WSS now, of all applications of the stack. */
    int getConnections();

    /** Bytes that they hold now in unread and unwritten messages. */
    long getConnectionMemory();

    /** Connections that were not taken since the start: there were too many, or too many of their source. */
    long getConnectionsRefused();

    /** Connections that were ended since the start because they kept the server waiting, or for nothing. */
    long getConnectionsEnded();
}
