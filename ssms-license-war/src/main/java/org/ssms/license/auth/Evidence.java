package org.ssms.license.auth;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.login.Asker;

/**
 * What a request for a session brings to prove who sends it. Not printed.
 *
 * @param uri path and query as in the request line
 * @param authorization the header field's value; null: there is none
 * @param password null: there is none
 * @param certificates of the TLS connection, the client's own first, whose key it has; nobody has looked who issued
 *     them
 */
public record Evidence(
        Asker asker,
        String method,
        String uri,
        @Nullable String authorization,
        @Nullable Password password,
        List<X509Certificate> certificates) {
    public Evidence {
        certificates = List.copyOf(certificates);
    }

    /**
     * A user name and a password.
     *
     * @param guess wiped by whoever made it
     */
    @SuppressWarnings("ArrayRecordComponent") // borrowed for the time of the call; nobody compares passwords
    public record Password(String username, char[] guess) {
        @Override
        public String toString() {
            return "Password[redacted]";
        }
    }

    @Override
    public String toString() {
        return "Evidence[" + asker.address() + "]";
    }
}
