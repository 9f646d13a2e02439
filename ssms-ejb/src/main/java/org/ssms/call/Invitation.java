package org.ssms.call;

/**
 * What the SIP adapter has read from the INVITE that opens a call. Nothing of it is trusted.
 *
 * @param callId names the call between desk and adapter, unique in this server
 * @param dialog the SIP dialog for the audit, in the form of RFC 3891: Call-ID;to-tag=...;from-tag=...
 * @param user mailbox, unescaped, as the Request-URI has it
 * @param caller address of the caller
 * @param callerName display name, empty when there is none
 */
public record Invitation(String callId, String dialog, String user, String caller, String callerName) {}
