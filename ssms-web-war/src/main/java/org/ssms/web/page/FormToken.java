package org.ssms.web.page;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.SessionScoped;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a form came from a page that we made in this session. The session cookie is SameSite=Lax already; this
 * also holds when a login replays a request that another site had sent.
 */
@SessionScoped
public class FormToken implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int BYTES = 16;

    private final String value;

    /** A token of its own for each session. */
    public FormToken() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        value = HexFormat.of().formatHex(random);
    }

    public String value() {
        return value;
    }

    /** In constant time. */
    public boolean matches(@Nullable String sent) {
        return sent != null && MessageDigest.isEqual(sent.getBytes(US_ASCII), value.getBytes(US_ASCII));
    }
}
