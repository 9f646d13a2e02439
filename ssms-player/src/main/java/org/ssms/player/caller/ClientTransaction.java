package org.ssms.player.caller;

import java.util.function.Consumer;

/** Client transaction over UDP: repeats the request until it is answered, gives up after 64*T1 (RFC 3261 §17.1). */
final class ClientTransaction {
    static final long T1 = 500;
    private static final long T2 = 4000;
    /** How long an INVITE that got a provisional response may ring. */
    private static final long RINGING = 180_000;

    private final byte[] request;
    private final boolean invite;
    private final Consumer<byte[]> wire;
    private final Timers timers;
    private final Consumer<SipMessage> finals;
    private final Runnable timeout;
    private Timers.Timer repeat;
    private Timers.Timer giveUp;
    private boolean answered;

    /** @param finals gets the final response, and again each repetition of it */
    ClientTransaction(
            SipMessage request, Consumer<byte[]> wire, Timers timers, Consumer<SipMessage> finals, Runnable timeout) {
        this.request = request.toBytes();
        this.invite = request.method().equals("INVITE");
        this.wire = wire;
        this.timers = timers;
        this.finals = finals;
        this.timeout = timeout;
        this.giveUp = timers.in(64 * T1, this::fail);
        wire.accept(this.request);
        this.repeat = timers.in(T1, () -> repeat(2 * T1));
    }

    private void repeat(long next) {
        wire.accept(request);
        repeat = timers.in(next, () -> repeat(invite ? next * 2 : Math.min(T2, next * 2)));
    }

    /** No answer will come. */
    void fail() {
        if (!answered) {
            answered = true;
            stop();
            timeout.run();
        }
    }

    void received(SipMessage response) {
        if (response.status() < 200) {
            if (invite && !answered) {
                stop();
                giveUp = timers.in(RINGING, this::fail);
            }
            return;
        }
        answered = true;
        stop();
        finals.accept(response);
    }

    void stop() {
        repeat.cancel();
        giveUp.cancel();
    }
}
