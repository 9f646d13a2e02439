package org.ssms.license.session;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.ssms.license.session.BackOff.Policy;

/**
 * Slows down guessing of passwords, per user name and per address, and of service keys and tokens, per address. Unknown
 * user names are treated like known ones. IPv6 addresses count by their /64 network. May be used by several threads.
 */
public class LoginGuard {
    private static final Policy PER_USER =
            new Policy(5, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(15), 10_000);
    private static final Policy PER_ADDRESS =
            new Policy(50, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofMinutes(15), 10_000);
    private static final int IPV6_NETWORK_BYTES = 8;

    private final BackOff users = new BackOff(PER_USER);
    private final BackOff addresses = new BackOff(PER_ADDRESS);
    private final BackOff keysAndTokens = new BackOff(PER_ADDRESS);

    private final Clock clock;

    public LoginGuard(Clock clock) {
        this.clock = clock;
    }

    /**
     * Asks to try a password. When admitted, the attempt counts as a failure at once, so that many at the same time do
     * not pass; {@link #succeeded} takes that back.
     *
     * @return how long to wait before the next attempt; zero: admitted
     */
    public synchronized Duration admit(String username, String address) {
        String network = network(address);
        Duration user = users.remaining(username, clock.instant());
        Duration peer = addresses.remaining(network, clock.instant());
        Duration wait = user.compareTo(peer) > 0 ? user : peer;
        if (wait.compareTo(Duration.ZERO) > 0) {
            return wait;
        }
        users.failed(username, clock.instant());
        addresses.failed(network, clock.instant());
        return Duration.ZERO;
    }

    /** The password was right. */
    public synchronized void succeeded(String username, String address) {
        users.forgive(username);
        addresses.takeBack(network(address));
    }

    /**
     * Counts a wrong service key or token.
     *
     * @return whether it deserves a row in the audit; false when this address fails so often that it would flood it
     */
    public synchronized boolean isWorthRecording(String address) {
        String network = network(address);
        if (keysAndTokens.remaining(network, clock.instant()).compareTo(Duration.ZERO) > 0) {
            return false;
        }
        keysAndTokens.failed(network, clock.instant());
        return true;
    }

    private static String network(String address) {
        try {
            InetAddress peer = InetAddress.getByName(address); // a literal: nothing is looked up
            byte[] bytes = peer.getAddress();
            return peer instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_NETWORK_BYTES))
                    : HexFormat.of().formatHex(bytes);
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
