package org.ssms.sip.flood;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.ssms.call.CallConfig;
import org.ssms.identity.TrustedPeers;
import org.ssms.sip.container.RequestGate;
import org.ssms.sip.routing.OwnAddresses;

/**
 * Lets each source address send {@code ssms.flood.rate} requests a second over UDP, and as many over connections. One
 * request more is refused with 503, and when the source has got as many refusals, dropped: a flood with a forged source
 * is not passed on to its victim. Trunks (by address) are exempt, for they carry everybody's calls: what is too much
 * for the server, the desk refuses. So is what we send to ourselves.
 */
@Singleton
public class FloodGate implements RequestGate, FloodMXBean {
    private static final int UNIT_BYTES = 2 * 1024;

    /** Of those who have proved that they are there. */
    private final Sources connected;
    /** Of those who say so: a forged datagram costs nobody who is connected. */
    private final Sources datagrams;

    private final Predicate<Arrival> exempt;
    private final Predicate<String> believed;
    private final Clock clock;
    private final Verdict refusal;
    private final LongAdder passed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    @Inject
    FloodGate(FloodConfig limits, CallConfig calls, TrustedPeers trunks, OwnAddresses own, Clock clock) {
        this(
                limits,
                calls.limits().retryAfter(),
                arrival -> trunks.isTrusted(arrival.remoteAddress(), List.of())
                        || own.isSource(arrival.remoteAddress(), arrival.remotePort()),
                address -> trunks.isTrusted(address, List.of()),
                clock);
    }

    FloodGate(
            FloodConfig limits,
            Duration retryAfter,
            Predicate<Arrival> exempt,
            Predicate<String> believed,
            Clock clock) {
        this.connected = new Sources(limits.rate(), limits.burst(), limits.sources());
        this.datagrams = new Sources(limits.rate(), limits.burst(), limits.sources());
        this.exempt = exempt;
        this.believed = believed;
        this.clock = clock;
        this.refusal = new Verdict.Refuse(503, retryAfter);
    }

    @Override
    public Verdict admit(Arrival arrival) {
        if (exempt.test(arrival)) {
            passed.increment();
            return new Verdict.Pass();
        }
        return switch (sources(arrival.transport()).take(arrival.remoteAddress(), nanos())) {
            case SERVICE -> {
                passed.increment();
                yield new Verdict.Pass();
            }
            case REFUSAL -> {
                refused.increment();
                yield refusal;
            }
            case NOTHING -> {
                dropped.increment();
                yield new Verdict.Drop();
            }
        };
    }

    /**
     * A message counts once for each 2 KiB that it has begun: it is not known yet what it is, and the parser's time is.
     */
    @Override
    public boolean reads(Packet packet) {
        Arrival unread = new Arrival("", packet.transport(), packet.remoteAddress(), packet.remotePort(), false);
        boolean read = exempt.test(unread)
                || sources(packet.transport()).read(packet.remoteAddress(), nanos(), 1 + packet.bytes() / UNIT_BYTES);
        if (!read) {
            dropped.increment();
        }
        return read;
    }

    /** Trunks know what they say, and for whom. */
    @Override
    public boolean believes(String address) {
        return believed.test(address);
    }

    private Sources sources(String transport) {
        return transport.equals("UDP") ? datagrams : connected;
    }

    private long nanos() {
        Instant now = clock.instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    @Override
    public long getPassed() {
        return passed.sum();
    }

    @Override
    public long getRefused() {
        return refused.sum();
    }

    @Override
    public long getDropped() {
        return dropped.sum();
    }

    @Override
    public int getSources() {
        return connected.size() + datagrams.size();
    }
}
