package org.ssms.license.rest;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.ssms.license.Reason;
import org.ssms.license.auth.DpopProofs;
import org.ssms.license.session.Session;
import org.ssms.license.session.Sessions;
import org.ssms.protect.dpop.DpopProof;

/**
 * Whether who brings a token has the key that its session is bound to (RFC 9449). A token that is bound comes with a
 * proof, and one that is not comes without: nobody makes the one look like the other.
 */
@Dependent
public class Possession {
    private static final String INVALID_TOKEN = "invalid_token";
    private static final String INVALID_PROOF = "invalid_dpop_proof";

    @Inject
    private DpopProofs proofs;

    @Inject
    private Sessions sessions;

    /** Whether the request wants to prove that it has a key. */
    static boolean isClaimed(HttpServletRequest request) {
        return request.getHeader(DpopProof.FIELD) != null;
    }

    /** By its form, which costs little; empty: there is none that is good. */
    Optional<DpopProof> read(HttpServletRequest request) {
        List<String> fields = Collections.list(request.getHeaders(DpopProof.FIELD));
        return proofs.read(fields, request.getMethod(), request.getRequestURL().toString());
    }

    /** Takes note of a use; false: it was used before. */
    boolean use(DpopProof proof, String jkt) {
        return proofs.use(proof, jkt);
    }

    /** How to refuse the request of somebody else than the owner of that session; empty: it is the owner's. */
    Optional<Response> refusal(SessionToken token, Session session, HttpServletRequest request) {
        String jkt = session.jkt();
        if (jkt == null && !token.isDpop()) {
            return Optional.empty();
        }
        if (jkt == null || !token.isDpop()) {
            return refused(session, request, Reason.INVALID_TOKEN, invalidToken());
        }
        Optional<DpopProof> proof = read(request).filter(one -> one.isOf(token.value()));
        Optional<String> signer = proof.flatMap(DpopProof::signer);
        if (signer.isEmpty()) {
            return refused(session, request, Reason.INVALID_TOKEN, invalidProof());
        }
        if (!signer.get().equals(jkt)) {
            return refused(session, request, Reason.INVALID_TOKEN, invalidToken());
        }
        return use(proof.get(), jkt) ? Optional.empty() : refused(session, request, Reason.REPLAYED, invalidProof());
    }

    private Optional<Response> refused(Session session, HttpServletRequest request, Reason reason, Response answer) {
        sessions.refuse(session, request.getRemoteAddr(), reason);
        return Optional.of(answer);
    }

    /** A token that opens nothing, as it came. */
    static Response unknown(Optional<SessionToken> token) {
        return token.filter(SessionToken::isDpop).isPresent()
                ? invalidToken()
                : LicenseProblem.notAuthenticated().toResponse();
    }

    private static Response invalidToken() {
        return challenged(INVALID_TOKEN);
    }

    static Response invalidProof() {
        return challenged(INVALID_PROOF);
    }

    private static Response challenged(String error) {
        String challenge = "DPoP error=\"" + error + "\", algs=\"" + DpopProof.ALGORITHM + "\"";
        return LicenseProblem.notAuthenticated()
                .toResponseBuilder()
                .header(HttpHeaders.WWW_AUTHENTICATE, null)
                .header(HttpHeaders.WWW_AUTHENTICATE, challenge)
                .build();
    }
}
