package org.ssms.location;

/**
 * The far end of the transport by which a phone registered: seen by us, not claimed (RFC 3581, RFC 5626).
 *
 * @param transport UDP, TCP, TLS, WS or WSS
 * @param address an address literal without brackets
 */
public record Flow(String transport, String address, int port) {}
