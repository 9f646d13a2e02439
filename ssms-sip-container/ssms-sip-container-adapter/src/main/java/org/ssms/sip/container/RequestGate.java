package org.ssms.sip.container;

import java.time.Duration;
import java.util.Set;

/**
 * Decides about a request before anything is made of it: no transaction, no session, no callback. An application that
 * wants a say has one CDI bean of this type, {@code @ApplicationScoped}; without one, every request passes.
 *
 * <p>The gate is asked for each request that belongs to no dialog of this server, ACKs excepted, and again for each
 * repetition of it. It is called by several threads at once, on those that read the network, outside the application's
 * contexts (no JNDI, no request scope, no transaction): it must answer at once from memory. When it throws, the request
 * passes.
 */
public interface RequestGate {
    /** Lets {@code arrival} in, or not. */
    Verdict admit(Arrival arrival);

    /**
     * Whether a message is read at all: asked before it is parsed, for every request and response, also of calls that
     * are up. One that is not read is forgotten.
     */
    default boolean reads(Packet packet) {
        return true;
    }

    /**
     * Whether that peer is believed what it says about addresses: in Contact, Record-Route and Via. What belongs to
     * calls from all others goes back where they come from. Nobody is believed without a gate that says so.
     *
     * @param address numeric, of the last hop, an IPv6 address without brackets
     */
    default boolean believes(String address) {
        return false;
    }

    /**
     * Host names, lower case, under which this server is known: a Route that names one of them, with the port of a
     * connector or with none, leads here, as one with our address does (RFC 3261 §16.4). Asked once, when the gate is
     * registered.
     */
    default Set<String> ourNames() {
        return Set.of();
    }

    /**
     * A message of which nothing was looked at but its length.
     *
     * @param transport {@code UDP}, {@code TCP}, {@code TLS}, {@code WS} or {@code WSS}
     * @param remoteAddress numeric address that the packet or connection came from, an IPv6 address without brackets
     * @param bytes of head and body
     */
    record Packet(String transport, String remoteAddress, int remotePort, int bytes) {}

    /**
     * What is known of a request that nobody has looked at yet.
     *
     * @param method as it stands in the request line, any token
     * @param transport {@code UDP}, {@code TCP}, {@code TLS}, {@code WS} or {@code WSS}
     * @param remoteAddress numeric address that the packet or connection came from, an IPv6 address without brackets
     * @param repetition true when the request is known already; a refusal is not sent again then
     */
    record Arrival(String method, String transport, String remoteAddress, int remotePort, boolean repetition) {}

    /** What becomes of the request. */
    sealed interface Verdict {
        /** The request is processed. */
        record Pass() implements Verdict {}

        /** The request is forgotten. */
        record Drop() implements Verdict {}

        /**
         * The request is answered at once and without a transaction (RFC 3261 §8.2.7).
         *
         * @param status 400 to 699, such as 503
         * @param retryAfter for the {@code Retry-After} header, in whole seconds; none when zero
         */
        record Refuse(int status, Duration retryAfter) implements Verdict {}
    }
}
