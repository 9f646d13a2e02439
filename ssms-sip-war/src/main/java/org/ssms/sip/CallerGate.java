package org.ssms.sip;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.ssms.identity.DigestAuthenticator;
import org.ssms.identity.DigestRequest;
import org.ssms.identity.DigestResult;
import org.ssms.identity.TrustedPeers;
import org.ssms.location.CalledParty;
import org.ssms.location.Subscribers;
import org.ssms.sip.caller.Sender;
import org.ssms.sip.container.SipFlow;
import org.ssms.sip.routing.TargetReader;

/**
 * Asks who sends a request. Trunks are known by address or certificate; subscribers prove themselves by digest
 * (RFC 3261 §22, RFC 8760); everybody else is a stranger, who may leave a message.
 */
@Singleton
public class CallerGate {
    private final SipConfig config;
    private final TargetReader targets;
    private final TrustedPeers peers;
    private final DigestAuthenticator digest;
    private final Subscribers subscribers;

    @Inject
    CallerGate(
            SipConfig config,
            TargetReader targets,
            TrustedPeers peers,
            DigestAuthenticator digest,
            Subscribers subscribers) {
        this.config = config;
        this.targets = targets;
        this.peers = peers;
        this.digest = digest;
        this.subscribers = subscribers;
    }

    /** Whether the last hop is a trunk. */
    boolean isTrunk(SipServletRequest request) {
        X509Certificate[] chain = (X509Certificate[]) request.getAttribute("javax.servlet.request.X509Certificate");
        return peers.isTrusted(SipFlow.of(request).address(), chain == null ? List.of() : List.of(chain));
    }

    /**
     * Who calls. A caller who claims to be a subscriber of ours must prove it: 407, alike for known and unknown names.
     *
     * @return empty when the request has been answered
     */
    Optional<Sender> admit(SipServletRequest invite) throws IOException {
        if (isTrunk(invite)) {
            return Optional.of(Sender.TRUNK);
        }
        String from = invite.getFrom().getURI().toString();
        Optional<String> claimed = targets.claimedUser(from).flatMap(subscribers::resolve);
        if (!config.challengeLocalCallers() || (claimed.isEmpty() && !targets.claimsOurHost(from))) {
            return Optional.of(Sender.STRANGER);
        }
        Optional<String> subscriber = authenticate(invite, DigestRequest.Kind.PROXY);
        if (subscriber.isPresent() && !subscriber.equals(claimed) && !isAddressOf(from, subscriber.get())) {
            Replies.of(invite, SipServletResponse.SC_FORBIDDEN).send();
            return Optional.empty();
        }
        return subscriber.map(Sender::subscriber);
    }

    /** Whether {@code uri} is an address-of-record of {@code subscriber}: the name, an alias or a number. */
    boolean isAddressOf(String uri, String subscriber) {
        return targets.party(uri)
                .map(CalledParty::user)
                .flatMap(subscribers::resolve)
                .filter(subscriber::equals)
                .isPresent();
    }

    /**
     * The subscriber who proves to have sent the request.
     *
     * @return empty when the request has been answered: challenged, malformed or held off
     */
    Optional<String> authenticate(SipServletRequest request, DigestRequest.Kind kind) throws IOException {
        boolean registrar = kind == DigestRequest.Kind.REGISTRAR;
        byte[] body = request.getContentLength() > 0 ? request.getRawContent() : new byte[0];
        DigestResult result = digest.verify(new DigestRequest(
                kind,
                request.getMethod(),
                request.getRequestURI().toString(),
                body,
                SipFlow.of(request).address(),
                Objects.requireNonNullElse(request.getHeader("User-Agent"), ""),
                Headers.values(request, registrar ? "Authorization" : "Proxy-Authorization")));
        if (result instanceof DigestResult.Authenticated authenticated) {
            return Optional.of(authenticated.user());
        }
        refusal(request, result, registrar).send();
        return Optional.empty();
    }

    private static SipServletResponse refusal(SipServletRequest request, DigestResult result, boolean registrar) {
        if (result instanceof DigestResult.Challenged challenged) {
            SipServletResponse response = Replies.of(
                    request,
                    registrar
                            ? SipServletResponse.SC_UNAUTHORIZED
                            : SipServletResponse.SC_PROXY_AUTHENTICATION_REQUIRED);
            String header = registrar ? "WWW-Authenticate" : "Proxy-Authenticate";
            challenged.challenges().forEach(challenge -> response.addHeader(header, challenge));
            return response;
        }
        return result instanceof DigestResult.BackedOff backedOff
                ? Replies.unavailable(request, backedOff.retryAfter())
                : Replies.of(request, SipServletResponse.SC_BAD_REQUEST);
    }
}
