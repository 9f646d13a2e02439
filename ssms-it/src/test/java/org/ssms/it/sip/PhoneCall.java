package org.ssms.it.sip;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ssms.it.Await;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Heard;
import org.ssms.media.prompt.PromptName;

/** A call that a {@link Telephone} makes. Final responses are acknowledged at once. */
public final class PhoneCall {
    private final Telephone telephone;
    private final Invite invite;
    private final String callId = Telephone.name();
    private final String from;
    private final @Nullable Sound sound;
    private volatile CompletableFuture<SipText> answer = new CompletableFuture<>();
    private final CompletableFuture<SipText> ended = new CompletableFuture<>();
    private final List<SipText> responses = new CopyOnWriteArrayList<>();
    private volatile @Nullable SipText latest;

    PhoneCall(Telephone telephone, Invite invite) {
        this.telephone = telephone;
        this.invite = invite;
        this.from = invite.from() + ";tag=" + Telephone.name();
        this.sound = invite.sdp().isEmpty() ? new Sound(telephone.address()) : null;
    }

    String callId() {
        return callId;
    }

    void start() {
        SipText request = telephone
                .outside("INVITE", invite.uri(), callId)
                .with("From", from)
                .with("To", "<" + invite.uri() + ">")
                .with("Contact", telephone.contact())
                .with("Allow", "INVITE, ACK, CANCEL, BYE, OPTIONS")
                .with(invite.headers())
                .withBody(invite.type(), offer());
        answer = telephone.authorized(request, this::responded).thenApply(this::answered);
    }

    private SipText answered(SipText response) {
        if (response.status() < 300 && sound != null) {
            sound.start(Sdp.target(response.body()), Sdp.event(response.body()));
        }
        return response;
    }

    private String offer() {
        return sound == null ? invite.sdp() : Sdp.audio(telephone.address(), sound.port(), "RTP/AVP", "a=ptime:20");
    }

    /** Acknowledges, which a repeated final response asks for again (RFC 3261 §13.2.2.4, §17.1.1.3). */
    private void responded(SipText response) {
        responses.add(response);
        if (response.status() >= 300) {
            SipText ack = SipText.request("ACK", invite.uri())
                    .with("Via", response.value("Via").replaceAll(";(received|rport)=[^;]*", ""));
            telephone.send(common(ack, response, "ACK").with("Max-Forwards", "70"));
        } else if (response.status() >= 200) {
            latest = response;
            telephone.send(inside("ACK", response, response.value("CSeq").replaceFirst(" .*", " ACK")));
        }
    }

    private SipText common(SipText request, SipText response, String method) {
        return request.with("From", from)
                .with("To", response.value("To"))
                .with("Call-ID", callId)
                .with("CSeq", response.value("CSeq").replaceFirst(" .*", " " + method));
    }

    private SipText inside(String method, SipText established, String cseq) {
        SipText request = SipText.request(method, SipText.uri(established.value("Contact")))
                .with("Via", telephone.via())
                .with("Max-Forwards", "70");
        List<String> routes = new ArrayList<>(established.values("Record-Route"));
        Collections.reverse(routes);
        for (String route : routes) {
            request = request.with("Route", route);
        }
        return request.with("From", from)
                .with("To", established.value("To"))
                .with("Call-ID", callId)
                .with("CSeq", cseq)
                .with("Contact", telephone.contact());
    }

    /** The final response, which must come. */
    public SipText response() {
        return Calls.get(answer);
    }

    /** Whether there is a final response. */
    public boolean isAnswered() {
        return answer.isDone();
    }

    /** All responses so far, in their order. */
    public List<SipText> responses() {
        return List.copyOf(responses);
    }

    /** What this side says and hears; only of a call that offered its own sound. */
    public Sound sound() {
        if (sound == null) {
            throw new IllegalStateException("the offer was the test's");
        }
        return sound;
    }

    /** Waits for the beep, takes a breath and says it. */
    public void speakAfterBeep(byte[] ulaw) {
        Await.untilTrue("a beep", Calls.LIMIT, () -> Heard.in(sound().heard(), PromptName.BEEP));
        sound().pause(Calls.BREATH);
        Calls.get(sound().speak(ulaw));
    }

    /** Another INVITE within the call; its final response. */
    public SipText reinvite(String sdp) {
        SipText request = next("INVITE").withBody("application/sdp", sdp);
        return Calls.get(telephone.start(request, this::responded));
    }

    /** A request within the call; the final response. */
    public SipText ask(String method) {
        return Calls.get(telephone.start(next(method), response -> {}));
    }

    /** INFO with that body; the final response. */
    public SipText inform(String type, String body) {
        return Calls.get(telephone.start(next("INFO").withBody(type, body), response -> {}));
    }

    private SipText next(String method) {
        SipText established = latest;
        if (established == null) {
            throw new IllegalStateException("not answered");
        }
        return inside(method, established, telephone.nextSequence() + " " + method);
    }

    /** BYE; its final response. */
    public SipText hangUp() {
        drop();
        return ask("BYE");
    }

    /** CANCEL (RFC 3261 §9.1); its final response. */
    public SipText cancel() {
        SipText last = responses.get(responses.size() - 1);
        SipText cancel = SipText.request("CANCEL", invite.uri())
                .with("Via", last.value("Via").replaceAll(";(received|rport)=[^;]*", ""))
                .with("Max-Forwards", "70")
                .with("From", from)
                .with("To", "<" + invite.uri() + ">")
                .with("Call-ID", callId)
                .with("CSeq", last.value("CSeq").replaceFirst(" .*", " CANCEL"));
        return telephone.ask(cancel);
    }

    /** The BYE of the other side, which must come. */
    public SipText ended() {
        return Calls.get(ended);
    }

    void received(SipText request, Consumer<SipText> reply) {
        if (!request.method().equals("ACK")) {
            reply.accept(Telephone.response(request, 200));
        }
        if (request.method().equals("BYE")) {
            drop();
            ended.complete(request);
        }
    }

    /** Where the other side wants its audio. */
    public InetSocketAddress target() {
        return Sdp.target(response().body());
    }

    void drop() {
        if (sound != null) {
            sound.close();
        }
    }
}
