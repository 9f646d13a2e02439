package org.ssms.sip.flood;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;

/**
 * The source addresses that have sent something lately, each with its buckets. Bounded: the source that has been quiet
 * for the longest time is forgotten first, and a forgotten source begins with full buckets. IPv6 sources count by their
 * network of 64 bits. Thread-safe; never waits for anything but itself.
 */
final class Sources {
    private static final int IPV6_PREFIX_BYTES = 8;

    private final int max;
    private final int rate;
    private final int burst;
    private final LinkedHashMap<String, Buckets> bySource = new LinkedHashMap<>(64, 0.75f, true);

    /** Of the largest message: whoever may send anything may send one. */
    private static final int UNITS = 32;

    /** Messages that are read, for each request: responses, ACKs, and what belongs to a call. */
    private static final int READ = 8;

    private record Buckets(TokenBucket requests, TokenBucket refusals, TokenBucket read) {}

    /** What a request of a source gets. */
    enum Share {
        SERVICE,
        REFUSAL,
        NOTHING
    }

    /**
     * Empty table.
     *
     * @param rate requests in a second, and as many refusals beside them
     * @param burst requests at once
     * @param max sources remembered
     */
    Sources(int rate, int burst, int max) {
        this.rate = rate;
        this.burst = burst;
        this.max = max;
    }

    synchronized Share take(String address, long nowNanos) {
        Buckets buckets = buckets(address, nowNanos);
        if (buckets.requests().take(nowNanos)) {
            return Share.SERVICE;
        }
        return buckets.refusals().take(nowNanos) ? Share.REFUSAL : Share.NOTHING;
    }

    /** Whether a message may be read: the same rate, {@value #READ} times, in {@code units} of its length. */
    synchronized boolean read(String address, long nowNanos, int units) {
        return buckets(address, nowNanos).read().take(nowNanos, units);
    }

    private Buckets buckets(String address, long nowNanos) {
        String source = key(address);
        Buckets buckets = bySource.get(source);
        if (buckets == null) {
            makeRoom();
            buckets = new Buckets(
                    new TokenBucket(rate, burst, nowNanos),
                    new TokenBucket(rate, rate, nowNanos),
                    new TokenBucket(READ * rate, READ * Math.max(burst, UNITS), nowNanos));
            bySource.put(source, buckets);
        }
        return buckets;
    }

    private void makeRoom() {
        if (bySource.size() >= max) {
            var eldest = bySource.entrySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    synchronized int size() {
        return bySource.size();
    }

    private static String key(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress(); // a literal: nobody is asked
            StringBuilder network = new StringBuilder("/64 ");
            for (int i = 0; i < Math.min(bytes.length, IPV6_PREFIX_BYTES); i++) {
                network.append(Character.forDigit(bytes[i] >> 4 & 15, 16))
                        .append(Character.forDigit(bytes[i] & 15, 16));
            }
            return network.toString();
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
