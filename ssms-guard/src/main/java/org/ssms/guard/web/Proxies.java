package org.ssms.guard.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reverse proxies in front, by address: they say in {@code X-Forwarded-For} whose request they bring, and what is
 * counted is that client. Nobody else is believed.
 */
final class Proxies {
    private static final String ADDRESS = "[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*";

    private final Set<InetAddress> known;

    /**
     * @param addresses separated by commas; empty: there are none
     * @throws IllegalArgumentException when one is no numeric address
     */
    Proxies(String addresses) {
        known = Arrays.stream(addresses.split(",", -1))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .map(Proxies::required)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whose request it is: what the last proxy of ours has seen. Whatever stands further left was said by strangers.
     *
     * @param forwarded values of the header; null: there are none
     */
    InetAddress client(InetAddress peer, @Nullable Collection<String> forwarded) {
        InetAddress client = peer;
        if (forwarded == null) {
            return client;
        }
        String[] hops = String.join(",", forwarded).split(",", -1);
        for (int i = hops.length - 1; i >= 0 && known.contains(client); i--) {
            InetAddress before = parse(hops[i].strip());
            if (before == null) {
                return client;
            }
            client = before;
        }
        return client;
    }

    private static InetAddress required(String address) {
        InetAddress parsed = parse(address);
        if (parsed == null) {
            throw new IllegalArgumentException("ssms.web.proxies: '" + address + "' is no numeric address");
        }
        return parsed;
    }

    private static @Nullable InetAddress parse(String address) {
        try {
            return address.matches(ADDRESS) ? InetAddress.getByName(address) : null; // nothing is looked up
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
