package org.ssms.location;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One address at which a subscriber is registered, and the REGISTER that made it so (RFC 3261 §10.3). */
@Entity
@Table(name = "binding")
class Binding {
    /** Highest q first, among equals the one heard of last. */
    static final Comparator<Binding> BY_PREFERENCE = Comparator.<Binding>comparingInt(b -> -b.qMillis)
            .thenComparing(b -> b.updatedAt, Comparator.reverseOrder())
            .thenComparing(b -> b.contact);

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "number")
    private Long number;

    @Column(name = "subscriber")
    private String subscriber;

    @Column(name = "contact")
    private String contact;

    @Column(name = "q_millis")
    private int qMillis;

    @Column(name = "call_id")
    private String callId;

    @Column(name = "cseq")
    private long cseq;

    @Column(name = "instance")
    private @Nullable String instance;

    @Column(name = "reg_id")
    private @Nullable Integer regId;

    @Column(name = "transport")
    private String transport;

    @Column(name = "address")
    private String address;

    @Column(name = "port")
    private int port;

    @Column(name = "path")
    private String path;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected Binding() {}

    @SuppressWarnings("NullAway.Init") // renew fills the rest
    Binding(String subscriber) {
        this.subscriber = subscriber;
    }

    /** Becomes what {@code registration} says of this contact. */
    final Binding renew(Registration registration, RequestedBinding wanted, Instant now, Instant end) {
        contact = wanted.uri();
        qMillis = wanted.qMillis() == null ? RequestedBinding.MAX_Q_MILLIS : wanted.qMillis();
        callId = registration.callId();
        cseq = registration.cseq();
        instance = wanted.instance();
        regId = wanted.instance() == null ? null : wanted.regId();
        transport = registration.flow().transport();
        address = registration.flow().address();
        port = registration.flow().port();
        path = String.join("\n", registration.path());
        updatedAt = now;
        expiresAt = end;
        return this;
    }

    /** Whether a REGISTER came late or twice: it must not undo a newer one (RFC 3261 §10.3 step 7). */
    boolean isNotOlderThan(Registration registration) {
        return callId.equals(registration.callId()) && cseq >= registration.cseq();
    }

    /** The same flow of the same phone (RFC 5626 §6), or, where one of both names no flow, the same URI. */
    boolean isFor(RequestedBinding wanted, ContactUri wantedUri) {
        return wanted.names(instance, regId)
                .orElseGet(() ->
                        ContactUri.parse(contact).filter(wantedUri::isSameAs).isPresent());
    }

    /** Whether both are flows of one phone: a call takes only one of them at a time. */
    boolean isOfTheSamePhoneAs(Binding other) {
        return isFlow() && other.isFlow() && Objects.equals(instance, other.instance);
    }

    /** Whether it is of the phone that asks, and names no flow: its address may be another one by now. */
    boolean isOfInstanceWithoutFlow(RequestedBinding wanted) {
        return instance != null && instance.equals(wanted.instance()) && !isFlow();
    }

    /** Whether it is of the same series of REGISTERs, and so of the phone that asks, which names it no more. */
    boolean isOfTheSeriesOf(Registration registration) {
        return instance == null && callId.equals(registration.callId());
    }

    /**
     * Whether the phone that asks has left it behind, as far as can be guessed: it has no instance, came from the same
     * address and is the same Contact but for its port. It may be of another phone on that host.
     */
    boolean isLeftBehindBy(Registration registration, Collection<ContactUri> wanted) {
        return instance == null
                && address.equals(registration.flow().address())
                && ContactUri.parse(contact)
                        .filter(own -> wanted.stream().anyMatch(own::isOfTheHostOf))
                        .isPresent();
    }

    /** How much of its time has gone by since it was heard of, 0 to 1. */
    double age(Instant now) {
        return (double) Duration.between(updatedAt, now).toMillis()
                / Math.max(1, Duration.between(updatedAt, expiresAt).toMillis());
    }

    private boolean isFlow() {
        return instance != null && regId != null;
    }

    boolean isLaterThan(Binding other) {
        return updatedAt.isAfter(other.updatedAt);
    }

    Contact contact() {
        return new Contact(
                contact,
                qMillis,
                new Flow(transport, address, port),
                path.isEmpty() ? List.of() : List.of(path.split("\n", -1)),
                expiresAt);
    }
}
