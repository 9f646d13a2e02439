package org.ssms.protect.client;

import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.key.ServiceKey;
import org.ssms.protect.license.LicenseDocument;

/** HTTP client of the license server, for recorders and players. May be used by several threads; blocks. */
@SuppressWarnings("DoNotCallSuggester") // skeleton
public final class LicenseServerClient {
    /**
     * Makes a client; connects at the first request only.
     *
     * @param base for example {@code https://license.example/license/v1}; plain http only to the own host
     * @param key of a media node; null for a player
     * @param timeout of each request
     * @param tls null for the defaults of the platform
     * @throws IllegalArgumentException when {@code base} would send keys in clear over a network
     */
    public LicenseServerClient(URI base, @Nullable ServiceKey key, Duration timeout, @Nullable SSLContext tls) {}

    /** Idempotent: the same key again is harmless, another key under the same KID is REFUSED. */
    public void deposit(MessageKey key, MessageId id, String owner, String caller) throws LicenseServerException {
        throw new UnsupportedOperationException();
    }

    /** Idempotent like {@link #deposit}. Until then there is no license for the message. */
    public void registerManifest(KeyId kid, MessageId id, byte[] sha256) throws LicenseServerException {
        throw new UnsupportedOperationException();
    }

    /** Destroys the key of a call that left nothing. Succeeds also when there is none. */
    public void withdraw(KeyId kid) throws LicenseServerException {
        throw new UnsupportedOperationException();
    }

    public LicenseSession login(String user, char[] password) throws LicenseServerException {
        throw new UnsupportedOperationException();
    }

    /**
     * Acquires the license of one message for the user of the session.
     *
     * @param kid when known, checked by the server against the message
     */
    public LicenseDocument license(LicenseSession session, MessageId id, @Nullable KeyId kid)
            throws LicenseServerException {
        throw new UnsupportedOperationException();
    }
}
