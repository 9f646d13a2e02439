package org.ssms.license.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.login.LoginResult;
import org.ssms.license.Reason;

/**
 * How an operation ends (RFC 4511 §4.1.9).
 *
 * @param text for people and logs of the client; of a refused license the name that its problem has over HTTP. Null:
 *     the code says it all
 */
record LdapResult(ResultCode code, @Nullable String text) {
    static final LdapResult SUCCESS = new LdapResult(ResultCode.SUCCESS, null);
    static final LdapResult NO_SUCH_OBJECT = new LdapResult(ResultCode.NO_SUCH_OBJECT, null);
    static final LdapResult WRONG = new LdapResult(ResultCode.INVALID_CREDENTIALS, null);
    static final LdapResult METHOD_NOT_SUPPORTED = new LdapResult(ResultCode.AUTH_METHOD_NOT_SUPPORTED, null);
    static final LdapResult BIND_FIRST = new LdapResult(ResultCode.STRONG_AUTH_REQUIRED, "bind first");
    static final LdapResult IN_CLEAR = new LdapResult(ResultCode.CONFIDENTIALITY_REQUIRED, "StartTLS first");
    static final LdapResult BUSY = new LdapResult(ResultCode.BUSY, "too much to do");
    static final LdapResult UNAVAILABLE = new LdapResult(ResultCode.UNAVAILABLE, null);

    private static final String PROBLEM = "urn:ssms:";

    static LdapResult of(LDAPException refusal) {
        ResultCode code = refusal.getResultCode();
        String text = refusal.getMessage();
        return new LdapResult(code, code.getName().equals(text) ? null : text);
    }

    static LdapResult later(LoginResult.Wait wait) {
        return new LdapResult(ResultCode.BUSY, "try again in " + wait.seconds() + " s");
    }

    /** A refused license: "unknown", "not yours" and "not there yet" are one answer. */
    static LdapResult refused(Reason reason) {
        return switch (reason) {
            case NOT_YET, EXPIRED, PLAYS_EXHAUSTED, REVOKED, DRM_TOO_WEAK, NOT_BY_PHONE ->
                new LdapResult(ResultCode.INSUFFICIENT_ACCESS_RIGHTS, problem(reason));
            case REPLAYED -> new LdapResult(ResultCode.UNWILLING_TO_PERFORM, problem(reason));
            case MISMATCH -> new LdapResult(ResultCode.UNWILLING_TO_PERFORM, problem(Reason.MALFORMED));
            default -> NO_SUCH_OBJECT;
        };
    }

    private static String problem(Reason reason) {
        return PROBLEM + reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
