package org.ssms.guard.login;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.Source;

/**
 * Who stands at a door.
 *
 * @param address as it is written down; {@code -} when there is none
 * @param source as it is counted
 */
public record Asker(Door door, String address, Source source) {
    private static final Source NOWHERE = new Source(0, false);

    /**
     * By the peer of a connection.
     *
     * @param address null: counted together with all others that have none
     */
    public static Asker of(Door door, @Nullable InetAddress address) {
        return address == null
                ? new Asker(door, "-", NOWHERE)
                : new Asker(door, address.getHostAddress(), Source.of(address));
    }

    /**
     * By the address of a servlet request.
     *
     * @param literal an IP address; nothing is looked up for it
     */
    public static Asker of(Door door, String literal) {
        boolean isLiteral = literal.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[\\w.-]+)?");
        try {
            return of(door, isLiteral ? InetAddress.getByName(literal) : null);
        } catch (UnknownHostException e) {
            return of(door, (InetAddress) null);
        }
    }

    /** The address alone, where {@code source} tells its callers apart. */
    Source bare() {
        return of(door, address).source();
    }
}
