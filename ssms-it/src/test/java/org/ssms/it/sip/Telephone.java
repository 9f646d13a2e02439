package org.ssms.it.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.ssms.it.server.Calls;

/** A user agent of one user on one line: registers, calls, is called. Close it to free its ports. */
public final class Telephone implements AutoCloseable {
    private static final AtomicInteger NAMES = new AtomicInteger((int) (System.nanoTime() & 0xfffff));

    private final SipLine line;
    private final String user;
    private final String domain;
    private final ClientTransactions transactions;
    private final Map<String, IncomingCall> incoming = new ConcurrentHashMap<>();
    private final Map<String, PhoneCall> outgoing = new ConcurrentHashMap<>();
    private final List<SipText> requests = new CopyOnWriteArrayList<>();
    private volatile Consumer<IncomingCall> reaction = call -> call.refuse(480);
    private final String registration = name();
    private final AtomicInteger sequence = new AtomicInteger();
    private Digest digest;

    public Telephone(SipLine line, String user, String domain, String password) {
        this.line = line;
        this.user = user;
        this.domain = domain;
        this.digest = new Digest(user, password, "SHA-256");
        this.transactions = new ClientTransactions(line);
        line.open(this::received);
    }

    /** A telephone that registers over UDP at another server than ours and needs no password there. */
    public static Telephone at(InetSocketAddress server, String user, String domain) {
        return new Telephone(SipLine.udp(InetAddress.getLoopbackAddress(), server), user, domain, "");
    }

    /** From now on only this algorithm is understood. */
    public Telephone knowing(String algorithm) {
        digest = new Digest(digest.user(), digest.password(), algorithm);
        return this;
    }

    /** What is done when it rings; before, calls are refused with 480. */
    public Telephone when(Consumer<IncomingCall> called) {
        reaction = called;
        return this;
    }

    public String contact() {
        return "<sip:" + user + "@" + line.hostPort()
                + (line.transport().equals("UDP")
                        ? ""
                        : ";transport=" + line.transport().toLowerCase(java.util.Locale.ROOT))
                + ">";
    }

    InetAddress address() {
        return line.local().getAddress();
    }

    /** REGISTER of our contact, with an answer to the challenge (RFC 3261 §10).
     *  @param expires seconds, 0 removes the binding
     *  @return the final response */
    public SipText register(int expires) {
        return register(contact(), expires);
    }

    public SipText register(String contact, int expires) {
        SipText request = outside("REGISTER", "sip:" + domain, registration)
                .with("From", "<sip:" + user + "@" + domain + ">;tag=" + name())
                .with("To", "<sip:" + user + "@" + domain + ">")
                .with("Contact", contact)
                .with("Expires", Integer.toString(expires));
        return Calls.get(authorized(request, response -> {}));
    }

    /** A request outside of any call without From and To, which the caller of this adds. */
    public SipText outside(String method, String uri, String callId) {
        return SipText.request(method, uri)
                .with("Via", via())
                .with("Max-Forwards", "70")
                .with("Call-ID", callId)
                .with("CSeq", sequence.incrementAndGet() + " " + method);
    }

    /** OPTIONS; the final response (RFC 3261 §11). */
    public SipText options(String uri) {
        return ask(outside("OPTIONS", uri, name())
                .with("From", "<sip:" + user + "@caller.invalid>;tag=" + name())
                .with("To", "<" + uri + ">"));
    }

    /** Sends a request as it is; the final response. */
    public SipText ask(SipText request) {
        return Calls.get(transactions.start(request, response -> {}));
    }

    CompletableFuture<SipText> start(SipText request, Consumer<SipText> responses) {
        return transactions.start(request, responses);
    }

    /** Sends a request, and once more with credentials when it is challenged with 401 or 407. */
    CompletableFuture<SipText> authorized(SipText request, Consumer<SipText> responses) {
        return transactions
                .start(request, responses)
                .thenCompose(first -> answer(request, first)
                        .map(second -> transactions.start(second, responses))
                        .orElseGet(() -> CompletableFuture.completedFuture(first)));
    }

    private Optional<SipText> answer(SipText request, SipText response) {
        boolean proxy = response.status() == 407;
        if (!proxy && response.status() != 401) {
            return Optional.empty();
        }
        return digest.challenge(response.values(proxy ? "Proxy-Authenticate" : "WWW-Authenticate"))
                .map(challenge -> digest.answer(challenge, request.method(), request.requestUri(), 1))
                .map(credentials -> again(request).with(proxy ? "Proxy-Authorization" : "Authorization", credentials));
    }

    /** The same request as a new transaction. */
    private SipText again(SipText request) {
        return request.without("Via")
                .without("CSeq")
                .with("Via", via())
                .with("CSeq", sequence.incrementAndGet() + " " + request.method());
    }

    String via() {
        return "SIP/2.0/" + line.transport() + " " + line.hostPort() + ";rport;branch=z9hG4bK" + name();
    }

    int nextSequence() {
        return sequence.incrementAndGet();
    }

    void send(SipText message) {
        line.send(message);
    }

    /** Calls; the call has the media of {@link Sound} unless the invitation brings its own offer. */
    public PhoneCall call(Invite invite) {
        PhoneCall call = new PhoneCall(this, invite);
        outgoing.put(call.callId(), call);
        call.start();
        return call;
    }

    /** A stranger calls, and is gone as soon as he is answered: no ACK, no media, no BYE, and his line is closed. */
    public static void vanish(SipLine line, String uri) {
        try (Telephone telephone = new Telephone(line, "gone", "caller.invalid", "")) {
            SipText invite = telephone
                    .outside("INVITE", uri, name())
                    .with("From", "<sip:gone@caller.invalid>;tag=" + name())
                    .with("To", "<" + uri + ">")
                    .with("Contact", telephone.contact())
                    .withBody("application/sdp", Sdp.audio(line.local().getAddress(), 9000, "RTP/AVP"));
            assertThat(telephone.ask(invite).status()).isEqualTo(200);
        }
    }

    /** The requests that came in so far, retransmissions included. */
    public List<SipText> requests() {
        return List.copyOf(requests);
    }

    /** How many requests of that method came in. */
    public long count(String method) {
        return requests.stream()
                .filter(request -> request.method().equals(method))
                .count();
    }

    /** The calls that came in so far. */
    public List<IncomingCall> calls() {
        return List.copyOf(incoming.values());
    }

    private void received(SipText message, Consumer<SipText> reply) {
        if (message.isResponse()) {
            transactions.received(message);
            return;
        }
        requests.add(message);
        String callId = message.value("Call-ID");
        PhoneCall own = outgoing.get(callId);
        if (own != null) {
            own.received(message, reply);
        } else if (message.method().equals("INVITE")) {
            incoming.computeIfAbsent(callId, id -> new IncomingCall(this, message, reply))
                    .invited(message, reaction);
        } else if (incoming.containsKey(callId)) {
            incoming.get(callId).received(message, reply);
        } else if (!message.method().equals("ACK")) {
            reply.accept(response(message, message.method().equals("OPTIONS") ? 200 : 481));
        }
    }

    /** A response to a request, without To tag. */
    static SipText response(SipText request, int status) {
        SipText response =
                new SipText("SIP/2.0 " + status + " " + (status == 200 ? "OK" : "Said By A Test"), List.of(), "");
        for (String name : List.of("Via", "Record-Route", "From", "To", "Call-ID", "CSeq")) {
            for (String value : request.values(name)) {
                response = response.with(name, value);
            }
        }
        return response;
    }

    /** A word that nothing else is called. */
    static String name() {
        return "it" + Integer.toHexString(NAMES.incrementAndGet()) + "x" + Long.toHexString(System.nanoTime());
    }

    /** How long a telephone waits for anything. */
    static Duration patience() {
        return Calls.LIMIT;
    }

    @Override
    public void close() {
        outgoing.values().forEach(PhoneCall::drop);
        incoming.values().forEach(IncomingCall::drop);
        line.close();
    }
}
