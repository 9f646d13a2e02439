package org.ssms.player.caller;

import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.srtp.SrtpContext;

/**
 * One call of a {@link CallingPhone}. The public methods may be called from any thread and do not block: what they ask
 * for happens on the caller's thread, and so do the completions of the futures. Silence is sent whenever nothing else
 * is.
 */
public final class OutgoingCall {
    private static final long LINGER = 64 * ClientTransaction.T1;

    private final CallPlan plan;
    private final Dialog dialog;
    private final RtpStream rtp;
    private final HeardAudio heard;
    private final Executor loop;
    private final Timers timers;
    private final Consumer<byte[]> wire;
    private final InetSocketAddress rtpAddress;
    private final Map<String, ClientTransaction> transactions = new HashMap<>();
    private final CompletableFuture<Answer> answered = new CompletableFuture<>();
    private final CompletableFuture<CallEnd> ended = new CompletableFuture<>();
    private @Nullable SipMessage invite;
    private Runnable settled = () -> {};
    private int sdpVersion;
    private final @Nullable SdesKey key;

    OutgoingCall(
            CallingPhone.Wiring wiring, CallPlan plan, DatagramChannel socket, long random, Supplier<String> token) {
        this.plan = plan;
        this.loop = wiring.loop();
        this.timers = wiring.timers();
        this.wire = wiring.wire();
        this.rtpAddress = CallingPhone.localAddress(socket);
        this.dialog = new Dialog(wiring.local(), plan, token);
        this.rtp = new RtpStream(socket, timers, plan, random);
        this.heard = new HeardAudio(plan.codec(), timers);
        this.key = plan.srtp() ? new SdesKey() : null;
    }

    String callId() {
        return dialog.callId();
    }

    HeardAudio heardAudio() {
        return heard;
    }

    public CallPlan plan() {
        return plan;
    }

    /** Completes with the 2xx, or exceptionally with {@link CallRefusedException}. */
    public CompletableFuture<Answer> answered() {
        return answered.copy();
    }

    /** Completes when a beep was heard and is over; cancelled when the call ends without one. */
    public CompletableFuture<Void> beepHeard() {
        return heard.beep().copy();
    }

    /** Completes when the call is over, whoever ended it. */
    public CompletableFuture<CallEnd> ended() {
        return ended.copy();
    }

    /**
     * Says {@code g711} in the codec of the plan; completes with the sending of its last packet. Later speech and keys
     * queue up behind it.
     */
    public CompletableFuture<Void> speak(byte[] g711) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> rtp.speak(g711, done));
        return done;
    }

    /** Says nothing for so long, as a person does between the beep and the first word. */
    public CompletableFuture<Void> pause(Duration length) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> rtp.pause(length, done));
        return done;
    }

    /** Presses a key: {@code 0-9}, {@code *}, {@code #}, {@code A-D}. */
    public CompletableFuture<Void> press(char key) {
        int event = "0123456789*#ABCD".indexOf(key);
        if (event < 0) {
            throw new IllegalArgumentException("no such key");
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> rtp.press(event, done));
        return done;
    }

    /** From now on no packets leave, not even silence. */
    public void mute() {
        loop.execute(() -> rtp.mute(true));
    }

    public void unmute() {
        loop.execute(() -> rtp.mute(false));
    }

    /** Offers another direction ({@code sendonly} holds the call); completes with the final response. */
    public CompletableFuture<SipMessage> reinvite(String direction) {
        CompletableFuture<SipMessage> done = new CompletableFuture<>();
        loop.execute(() -> {
            SipMessage request = dialog.request("INVITE", sdp(direction));
            send(request, response -> {
                wire.accept((response.status() < 300 ? dialog.ack(request, "") : dialog.ackRefusal(request, response))
                        .toBytes());
                done.complete(response);
            });
        });
        return done;
    }

    /** Sends BYE; completes with the final response, or exceptionally when there was none in 32 s. */
    public CompletableFuture<SipMessage> hangUp() {
        CompletableFuture<SipMessage> done = new CompletableFuture<>();
        loop.execute(() -> bye(done));
        return done;
    }

    private void bye(CompletableFuture<SipMessage> done) {
        rtp.stop();
        send(
                dialog.request("BYE", ""),
                response -> {
                    finish(CallEnd.BY_CALLER);
                    done.complete(response);
                },
                () -> {
                    finish(CallEnd.BY_CALLER);
                    done.completeExceptionally(new CallRefusedException(408, "no answer to BYE"));
                });
    }

    /** Sends CANCEL for the INVITE; {@link #answered} then fails with 487, unless the answer was faster. */
    public void cancel() {
        loop.execute(() -> {
            if (invite != null) {
                send(dialog.cancel(invite), response -> {});
            }
        });
    }

    /** The audio packets so far, in the order of their sequence numbers. */
    public List<SentPacket> sent() {
        return rtp.journal();
    }

    /** The G.711 octets received so far, in the order of arrival. */
    public byte[] heard() {
        return heard.octets();
    }

    /** Synchronization source of the packets sent, as a signed number. */
    public int ssrc() {
        return rtp.ssrc();
    }

    /** Our side of the audio. */
    public InetSocketAddress rtpAddress() {
        return rtpAddress;
    }

    /** @param whenSettled runs when nothing more is to be expected, so that sockets may go */
    void start(Runnable whenSettled) {
        settled = whenSettled;
        SipMessage request = dialog.request("INVITE", plan.delayedOffer() ? "" : sdp("sendrecv"));
        invite = request;
        send(
                request,
                response -> invited(request, response),
                () -> refused(new CallRefusedException(408, "Request Timeout")));
    }

    private String sdp(String direction) {
        String crypto = key == null ? "" : key.attribute();
        return SdpText.describe(rtpAddress, plan.codec(), ++sdpVersion, direction, crypto);
    }

    /** A final response to the INVITE, or a repetition of it, which says that our ACK was lost. */
    private void invited(SipMessage request, SipMessage response) {
        if (response.status() >= 300) {
            wire.accept(dialog.ackRefusal(request, response).toBytes());
            refused(new CallRefusedException(response));
            return;
        }
        dialog.established(response);
        wire.accept(
                dialog.ack(request, plan.delayedOffer() ? sdp("sendrecv") : "").toBytes());
        if (answered.isDone()) {
            return;
        }
        try {
            Answer answer = SdpText.read(response.body());
            SrtpContext srtp = key == null ? null : key.context(response.body());
            if (srtp != null) {
                heard.secure(srtp);
            }
            rtp.start(answer, srtp);
            answered.complete(answer);
        } catch (MalformedSipException e) {
            answered.completeExceptionally(e);
            bye(new CompletableFuture<>());
        }
    }

    private void refused(CallRefusedException why) {
        answered.completeExceptionally(why);
        finish(CallEnd.REFUSED);
    }

    private void finish(CallEnd how) {
        rtp.stop();
        if (ended.complete(how)) {
            heard.beep().cancel(false);
            timers.in(LINGER, settled);
        }
    }

    private void send(SipMessage request, Consumer<SipMessage> finals) {
        send(request, finals, () -> {});
    }

    private void send(SipMessage request, Consumer<SipMessage> finals, Runnable timeout) {
        String key = request.branch() + request.method();
        transactions.put(key, new ClientTransaction(request, wire, timers, finals, timeout));
    }

    void response(SipMessage response) {
        ClientTransaction transaction = transactions.get(response.branch() + response.method());
        if (transaction != null) {
            transaction.received(response);
        }
    }

    /** A request of the other side within this call; {@code reply} makes the response. */
    void request(SipMessage request, BiFunction<Integer, String, byte[]> reply) {
        switch (request.method()) {
            case "BYE" -> {
                wire.accept(reply.apply(200, "OK"));
                finish(CallEnd.BY_SERVER);
            }
            case "OPTIONS" -> wire.accept(reply.apply(200, "OK"));
            case "ACK" -> {}
            default -> wire.accept(reply.apply(501, "Not Implemented"));
        }
    }

    /** Nobody listens at the server's port: as a time-out, only at once (RFC 3261 §18.4). */
    void unreachable() {
        if (!answered.isDone()) {
            refused(new CallRefusedException(503, "Nobody listens there"));
        }
        List.copyOf(transactions.values()).forEach(ClientTransaction::fail);
    }

    /** Stops everything without a word to the other side, as a caller whose machine dies. */
    void drop() {
        rtp.stop();
        heard.beep().cancel(false);
        transactions.values().forEach(ClientTransaction::stop);
        settled.run();
    }
}
