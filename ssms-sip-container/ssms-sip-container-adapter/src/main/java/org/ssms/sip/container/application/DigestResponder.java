package org.ssms.sip.container.application;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.Locale;
import javax.sip.header.AuthorizationHeader;
import javax.sip.header.Header;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ProxyAuthenticateHeader;
import javax.sip.header.WWWAuthenticateHeader;
import org.jspecify.annotations.Nullable;
import org.mobicents.servlet.sip.core.security.SipDigestAuthenticator;

/**
 * Answers a digest challenge for {@code SipServletRequest.addAuthHeader}: MD5 (RFC 2617) and SHA-256 (RFC 8760), with
 * and without {@code qop=auth}.
 */
final class DigestResponder implements SipDigestAuthenticator {
    private static final int CNONCE_BYTES = 8;

    private final HeaderFactory headers;
    private final SecureRandom random = new SecureRandom();

    DigestResponder(HeaderFactory headers) {
        this.headers = headers;
    }

    @Override
    public AuthorizationHeader getAuthorizationHeader(
            String method,
            String uri,
            String body,
            Header challengeHeader,
            String user,
            String password,
            @Nullable String nextNonce,
            int nonceCount) {
        // a Proxy-Authenticate header is a WWW-Authenticate header in JAIN SIP
        WWWAuthenticateHeader challenge = (WWWAuthenticateHeader) challengeHeader;
        Answer answer = new Answer(
                challenge, nextNonce == null ? challenge.getNonce() : nextNonce, Math.max(1, nonceCount), cnonce());
        try {
            return header(answer, uri, user, answer.response(method, uri, user, password));
        } catch (ParseException e) {
            throw new IllegalStateException("the challenge cannot be answered", e);
        }
    }

    private String cnonce() {
        byte[] bytes = new byte[CNONCE_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private AuthorizationHeader header(Answer answer, String uri, String user, String response) throws ParseException {
        WWWAuthenticateHeader challenge = answer.challenge;
        AuthorizationHeader header = challenge instanceof ProxyAuthenticateHeader
                ? headers.createProxyAuthorizationHeader("Digest")
                : headers.createAuthorizationHeader("Digest");
        header.setUsername(user);
        header.setRealm(challenge.getRealm());
        header.setNonce(answer.nonce);
        header.setParameter("uri", uri);
        header.setResponse(response);
        header.setAlgorithm(answer.algorithm());
        if (challenge.getOpaque() != null) {
            header.setOpaque(challenge.getOpaque());
        }
        if (answer.hasQop()) {
            header.setQop("auth");
            header.setCNonce(answer.cnonce);
            header.setNonceCount(answer.nonceCount);
        }
        return header;
    }

    private record Answer(WWWAuthenticateHeader challenge, String nonce, int nonceCount, String cnonce) {
        boolean hasQop() {
            return challenge.getQop() != null;
        }

        String algorithm() {
            return challenge.getAlgorithm() == null ? "MD5" : challenge.getAlgorithm();
        }

        String response(String method, String uri, String user, String password) {
            String ha1 = hash(user + ":" + challenge.getRealm() + ":" + password);
            String ha2 = hash(method + ":" + uri);
            return hasQop()
                    ? hash("%s:%s:%08x:%s:auth:%s".formatted(ha1, nonce, nonceCount, cnonce, ha2))
                    : hash(ha1 + ":" + nonce + ":" + ha2);
        }

        private String hash(String text) {
            String algorithm = algorithm().toUpperCase(Locale.ROOT);
            try {
                MessageDigest digest = MessageDigest.getInstance(algorithm);
                return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("the challenge asks for an unsupported digest algorithm", e);
            }
        }
    }
}
