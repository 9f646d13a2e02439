package org.ssms.license.ldap;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.login.Asker;
import org.ssms.license.auth.Evidence;
import org.ssms.license.auth.Evidence.Password;

/**
 * What a bind brings to prove who sends it: a name and a password (RFC 4513 §5.1.3), the same by SASL PLAIN (RFC 4616),
 * or the certificate of the connection by SASL EXTERNAL (RFC 4422 appendix A). Nobody is anonymous, and nobody acts for
 * somebody else. The octets of passwords are wiped here, their characters by who has looked at them.
 */
final class BindProof {
    private static final int VERSION = 3;
    private static final int MAX_USERNAME = 64;
    private static final int MAX_PASSWORD = 256;
    private static final String AS_USER = "u:";
    private static final String AS_NAME = "dn:";
    private static final String BIND = "BIND";

    private BindProof() {}

    /**
     * Reads a bind.
     *
     * @param certificates of the connection, empty: the client has shown none
     * @throws LDAPException when it can prove nothing, with the result
     */
    static Evidence of(BindRequestProtocolOp bind, Asker asker, List<X509Certificate> certificates)
            throws LDAPException {
        if (bind.getVersion() != VERSION) {
            throw new LDAPException(ResultCode.PROTOCOL_ERROR, "LDAP 3 only");
        }
        if (bind.getCredentialsType() == BindRequestProtocolOp.CRED_TYPE_SIMPLE) {
            return byPassword(asker, simple(bind.getBindDN(), octets(bind.getSimplePassword())));
        }
        byte[] credentials = octets(bind.getSASLCredentials());
        return switch (String.valueOf(bind.getSASLMechanism())) {
            case Directory.PLAIN -> byPassword(asker, plain(credentials));
            case Directory.EXTERNAL -> byCertificate(asker, credentials, certificates);
            default -> throw new LDAPException(ResultCode.AUTH_METHOD_NOT_SUPPORTED, "PLAIN or EXTERNAL only");
        };
    }

    private static byte[] octets(@Nullable ASN1OctetString octets) {
        return octets == null ? new byte[0] : octets.getValue();
    }

    private static Evidence byPassword(Asker asker, Password password) {
        return new Evidence(asker, BIND, "", null, password, List.of());
    }

    private static Evidence byCertificate(Asker asker, byte[] actingFor, List<X509Certificate> certificates)
            throws LDAPException {
        if (actingFor.length > 0) {
            throw wrong();
        }
        if (certificates.isEmpty()) {
            throw new LDAPException(ResultCode.INAPPROPRIATE_AUTHENTICATION, "no certificate was shown");
        }
        return new Evidence(asker, BIND, "", null, null, certificates);
    }

    private static Password simple(String name, byte[] password) throws LDAPException {
        if (password.length == 0) { // RFC 4513 §5.1.1, §5.1.2
            throw name.isEmpty()
                    ? new LDAPException(ResultCode.INAPPROPRIATE_AUTHENTICATION, "nobody is anonymous")
                    : new LDAPException(ResultCode.UNWILLING_TO_PERFORM, "no password");
        }
        try {
            return password(Directory.user(name).orElseThrow(BindProof::wrong), password);
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }

    /** Who is acted for, who he is, and his password, with a zero in between. */
    private static Password plain(byte[] credentials) throws LDAPException {
        try {
            int first = zero(credentials, 0);
            int second = zero(credentials, first + 1);
            if (first == credentials.length
                    || second >= credentials.length
                    || zero(credentials, second + 1) < credentials.length) {
                throw wrong();
            }
            String user = text(credentials, first + 1, second);
            String actingFor = text(credentials, 0, first);
            if (!actingFor.isEmpty() && !isOf(user, actingFor)) {
                throw wrong();
            }
            return password(user, Arrays.copyOfRange(credentials, second + 1, credentials.length));
        } finally {
            Arrays.fill(credentials, (byte) 0);
        }
    }

    /** Where the next zero is, or the end. */
    private static int zero(byte[] octets, int from) {
        int at = from;
        while (at < octets.length && octets[at] != 0) {
            at++;
        }
        return at;
    }

    /** Whether an authorization identity (RFC 4513 §5.2.1.8) is that user's. */
    private static boolean isOf(String user, String identity) {
        return identity.equals(AS_USER + user)
                || (identity.startsWith(AS_NAME)
                        && Directory.user(identity.substring(AS_NAME.length()))
                                .filter(user::equals)
                                .isPresent());
    }

    private static String text(byte[] octets, int from, int to) throws LDAPException {
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(octets, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw wrong();
        }
    }

    /** @param octets are wiped */
    private static Password password(String user, byte[] octets) throws LDAPException {
        if (user.isBlank() || user.length() > MAX_USERNAME || octets.length == 0 || isOdd(user)) {
            throw wrong();
        }
        try {
            CharBuffer text = UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
            char[] guess = new char[text.remaining()];
            text.get(guess);
            Arrays.fill(text.array(), '\0');
            if (guess.length > MAX_PASSWORD) {
                throw wrong();
            }
            return new Password(user, guess);
        } catch (CharacterCodingException e) {
            throw wrong();
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private static boolean isOdd(String name) {
        return name.codePoints()
                .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    private static LDAPException wrong() {
        return new LDAPException(ResultCode.INVALID_CREDENTIALS);
    }
}
