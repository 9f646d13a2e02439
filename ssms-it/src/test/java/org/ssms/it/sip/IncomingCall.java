package org.ssms.it.sip;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A call that comes to a {@link Telephone}. Final responses are repeated until they are acknowledged. */
public final class IncomingCall {
    private static final long T1_MILLIS = 500;
    private static final int REPETITIONS = 20;

    private final Telephone telephone;
    private final SipText invite;
    private final Consumer<SipText> reply;
    private final String tag = Telephone.name();
    private final CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private @Nullable Sound sound;
    private @Nullable SipText last;

    IncomingCall(Telephone telephone, SipText invite, Consumer<SipText> reply) {
        this.telephone = telephone;
        this.invite = invite;
        this.reply = reply;
    }

    /** The INVITE that made it ring. */
    public SipText invite() {
        return invite;
    }

    synchronized void invited(SipText request, Consumer<IncomingCall> reaction) {
        if (request.value("To").contains("tag=")) {
            reply.accept(answer(request));
        } else if (last != null) {
            reply.accept(last);
        } else {
            reaction.accept(this);
        }
    }

    private SipText answer(SipText request) {
        Sound mine = sound();
        SipText ok = response(request, 200).with("Contact", telephone.contact());
        return ok.withBody("application/sdp", Sdp.audio(telephone.address(), mine.port(), "RTP/AVP"));
    }

    private SipText response(SipText request, int status) {
        SipText response = Telephone.response(request, status);
        String to = response.value("To");
        return to.contains("tag=") ? response : response.without("To").with("To", to + ";tag=" + tag);
    }

    /** 180. */
    public void ring() {
        say(response(invite, 180).with("Contact", telephone.contact()));
    }

    /** A final response that is none. */
    public void refuse(int status) {
        repeat(response(invite, status), 0);
    }

    /** 302 to somewhere else. */
    public void move(String contact) {
        repeat(response(invite, 302).with("Contact", "<" + contact + ">"), 0);
    }

    /** 180, 200 and silence. */
    public void accept() {
        ring();
        sound().start(Sdp.target(invite.body()), Sdp.event(invite.body()));
        repeat(answer(invite), 0);
    }

    private void say(SipText response) {
        last = response;
        reply.accept(response);
    }

    private void repeat(SipText response, int time) {
        say(response);
        CompletableFuture.delayedExecutor(T1_MILLIS, TimeUnit.MILLISECONDS).execute(() -> {
            if (!acknowledged.isDone() && time < REPETITIONS) {
                repeat(response, time + 1);
            }
        });
    }

    /** Completes when the caller or the proxy has given up ringing. */
    public CompletableFuture<Void> cancelled() {
        return cancelled;
    }

    /** Completes with the caller's BYE. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** Completes when the final response has arrived. */
    public CompletableFuture<Void> acknowledged() {
        return acknowledged;
    }

    void received(SipText request, Consumer<SipText> back) {
        switch (request.method()) {
            case "ACK" -> acknowledged.complete(null);
            case "CANCEL" -> {
                back.accept(response(request, 200));
                if (!cancelled.isDone()) {
                    cancelled.complete(null);
                    refuse(487);
                }
            }
            case "BYE" -> {
                back.accept(Telephone.response(request, 200));
                drop();
                ended.complete(null);
            }
            default -> back.accept(Telephone.response(request, 200));
        }
    }

    private synchronized Sound sound() {
        if (sound == null) {
            sound = new Sound(telephone.address());
        }
        return sound;
    }

    synchronized void drop() {
        if (sound != null) {
            sound.close();
        }
    }
}
