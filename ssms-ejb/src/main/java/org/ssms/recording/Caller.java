package org.ssms.recording;

/**
 * Who leaves a message.
 *
 * @param address SIP or tel URI
 * @param name display name, may be empty
 * @param dialog the SIP dialog, for the audit
 */
public record Caller(String address, String name, String dialog) {}
