package org.ssms.license.ldap;

import com.unboundid.asn1.ASN1Buffer;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.protocol.AbandonRequestProtocolOp;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.BindResponseProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedResponseProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultDoneProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.Source;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.license.auth.Evidence;
import org.ssms.license.auth.Evidence.Password;
import org.ssms.license.ldap.LdapSearch.Found;
import org.ssms.license.session.Session;

/**
 * One connection: who has bound, and what he got since. Translates and decides nothing. Its thread is the SDK's, and
 * works on one request after the other.
 */
final class LdapClient extends LdapRefusals {
    private static final Logger LOG = System.getLogger(LdapClient.class.getName());

    private final LdapDesk desk;
    private final LdapWorkers workers;
    private final LdapClients all;
    private final LdapSocket socket;
    private final GivenLicenses given = new GivenLicenses();
    private final LdapSearch searches;
    private volatile @Nullable Session session;
    /** Nanoseconds of the clock of {@link #all}; of no meaning while somebody is bound. */
    private volatile long unboundSince;

    private LdapClient(LdapDesk desk, LdapWorkers workers, LdapClients all, LDAPListenerClientConnection connection) {
        this.desk = desk;
        this.workers = workers;
        this.all = all;
        this.unboundSince = all.nanoTime();
        this.socket = (LdapSocket) connection.getSocket();
        this.searches = new LdapSearch(desk, given);
    }

    /**
     * What the SDK makes a client of, for each connection.
     *
     * @param workers of all of them
     * @param all where each is found until its connection has ended
     */
    static LDAPListenerRequestHandler each(LdapDesk desk, LdapWorkers workers, LdapClients all) {
        return new LdapRefusals() {
            @Override
            public LDAPListenerRequestHandler newInstance(LDAPListenerClientConnection connection) {
                return of(desk, workers, all, connection);
            }
        };
    }

    private static LdapClient of(
            LdapDesk desk, LdapWorkers workers, LdapClients all, LDAPListenerClientConnection connection) {
        LdapClient client = new LdapClient(desk, workers, all, connection);
        all.add(client);
        connection.setDaemon(true);
        // an error in the library's decoder would leave the connection open, and its stack in the log
        connection.setUncaughtExceptionHandler((thread, failure) -> {
            client.socket.abort();
            client.closeInstance();
            LOG.log(Level.DEBUG, "a connection has ended by an error", failure);
        });
        return client;
    }

    @Override
    public LDAPListenerRequestHandler newInstance(LDAPListenerClientConnection another) {
        return of(desk, workers, all, another);
    }

    /** By the connection's own thread, which may be using what is wiped here. */
    @Override
    public void closeInstance() {
        unbind();
        socket.forget();
        all.remove(this);
    }

    /** Ends the connection; its own thread then cleans up. */
    void abort() {
        socket.abort();
    }

    /** Whether nobody has bound for so long, or the session of who has is over. */
    boolean isOver(Instant now, Duration withoutBind) {
        Session bound = session;
        return bound == null ? all.nanoTime() - unboundSince > withoutBind.toNanos() : !now.isBefore(bound.expiresAt());
    }

    private void unbind() {
        if (session != null) {
            unboundSince = all.nanoTime();
            session = null;
        }
        given.wipe();
    }

    /** Work on a request that is there as a whole. */
    private interface Operation<T> {
        T run() throws LDAPException;
    }

    /**
     * Works on a request, for who has bound as long as he might still.
     *
     * @param ended makes an answer of what prevents the work
     */
    private <T> T work(List<Control> controls, Operation<T> operation, Function<LdapResult, T> ended) {
        if (!socket.isReadOut()) {
            socket.abort(); // what is left would be read as the next request, after StartTLS as one over TLS
            return ended.apply(NO);
        }
        if (controls.stream().anyMatch(Control::isCritical)) {
            return ended.apply(new LdapResult(ResultCode.UNAVAILABLE_CRITICAL_EXTENSION, null));
        }
        Source source = Source.of(socket.getInetAddress());
        socket.began();
        boolean isBound = session != null;
        boolean mayWork = workers.take(source, isBound);
        try {
            if (!mayWork) {
                return ended.apply(LdapResult.BUSY);
            }
            unbindWhenOver();
            return operation.run();
        } catch (LDAPException e) {
            return ended.apply(LdapResult.of(e));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "SSMS-5302 a request over LDAP failed", e);
            return ended.apply(LdapResult.UNAVAILABLE);
        } finally {
            if (mayWork) {
                workers.giveBack(source, isBound);
            }
            socket.ended();
        }
    }

    @Override
    public LDAPMessage processBindRequest(int id, BindRequestProtocolOp bind, List<Control> controls) {
        unbind(); // whatever becomes of it (RFC 4513 §4)
        LdapResult result = work(controls, () -> bind(bind), Function.identity());
        return new LDAPMessage(
                id, new BindResponseProtocolOp(result.code().intValue(), null, result.text(), null, null));
    }

    private LdapResult bind(BindRequestProtocolOp bind) throws LDAPException {
        if (!socket.isSecured()) {
            return LdapResult.IN_CLEAR;
        }
        Evidence evidence = BindProof.of(bind, Asker.of(Door.LDAP, socket.getInetAddress()), socket.certificates());
        try {
            LdapDesk.Bind outcome = desk.bind(evidence);
            if (outcome instanceof LdapDesk.Bind.Refused refused) {
                return refused.result();
            }
            session = ((LdapDesk.Bind.Opened) outcome).session();
            return LdapResult.SUCCESS;
        } finally {
            Password password = evidence.password();
            if (password != null) {
                Arrays.fill(password.guess(), '\0');
            }
        }
    }

    /** What was found is sent when the work is done: who reads slowly makes nobody else wait. */
    @Override
    public LDAPMessage processSearchRequest(int id, SearchRequestProtocolOp search, List<Control> controls) {
        Found found = work(controls, () -> search(search), Found::nothing);
        Entry entry = found.entry();
        LdapResult result = found.result();
        if (entry != null) {
            send(new LDAPMessage(id, new SearchResultEntryProtocolOp(entry)));
        }
        return new LDAPMessage(id, new SearchResultDoneProtocolOp(result.code().intValue(), null, result.text(), null));
    }

    private Found search(SearchRequestProtocolOp search) throws LDAPException {
        DN base = Directory.name(search.getBaseDN());
        Optional<Found> published = searches.published(search, base, socket.isSecured());
        if (published.isPresent()) {
            return published.get();
        }
        if (!socket.isSecured()) {
            return Found.nothing(LdapResult.IN_CLEAR);
        }
        Session bound = session;
        return bound == null ? Found.nothing(LdapResult.BIND_FIRST) : searches.license(search, base, bound, address());
    }

    /** Before each request, as over HTTP. */
    private void unbindWhenOver() {
        Session bound = session;
        if (bound != null && !desk.isGood(bound, socket.getInetAddress())) {
            unbind();
        }
    }

    private String address() {
        return socket.getInetAddress().getHostAddress();
    }

    @Override
    public @Nullable LDAPMessage processExtendedRequest(
            int id, ExtendedRequestProtocolOp request, List<Control> controls) {
        LdapResult result = work(controls, () -> extended(request), Function.identity());
        boolean isRight = result.equals(LdapResult.SUCCESS);
        if (isRight && request.getOID().equals(Directory.START_TLS)) {
            secure(id);
            return null;
        }
        Session who = session;
        ASN1OctetString value = isRight ? new ASN1OctetString(who == null ? "" : "u:" + who.username()) : null;
        return new LDAPMessage(
                id, new ExtendedResponseProtocolOp(result.code().intValue(), null, result.text(), null, null, value));
    }

    private LdapResult extended(ExtendedRequestProtocolOp request) {
        boolean isKnown =
                request.getOID().equals(Directory.START_TLS) || request.getOID().equals(Directory.WHO_AM_I);
        if (!isKnown || request.getValue() != null) {
            return new LdapResult(ResultCode.PROTOCOL_ERROR, null);
        }
        return request.getOID().equals(Directory.START_TLS) && socket.isSecured()
                ? new LdapResult(ResultCode.OPERATIONS_ERROR, null)
                : LdapResult.SUCCESS;
    }

    /** The last answer in clear, and TLS from the next octet on (RFC 4511 §4.14). */
    private void secure(int id) {
        send(new LDAPMessage(
                id,
                new ExtendedResponseProtocolOp(
                        ResultCode.SUCCESS_INT_VALUE, null, null, null, Directory.START_TLS, null)));
        try {
            socket.secure();
        } catch (IOException e) {
            socket.abort();
        }
    }

    /** At once, and by a buffer of our own: the SDK's keeps what was last in it as long as the connection lives. */
    private void send(LDAPMessage answer) {
        ASN1Buffer buffer = new ASN1Buffer();
        buffer.setZeroBufferOnClear();
        try {
            answer.writeTo(buffer);
            buffer.writeTo(socket.getOutputStream());
            socket.getOutputStream().flush();
        } catch (IOException e) {
            socket.abort();
        } finally {
            buffer.clear();
        }
    }

    /** Answered by nothing. */
    @Override
    public void processAbandonRequest(int id, AbandonRequestProtocolOp abandon, List<Control> controls) {
        if (!socket.isReadOut()) {
            socket.abort();
        }
    }

    @Override
    LdapResult refused(List<Control> controls) {
        return work(controls, () -> NO, Function.identity());
    }
}
