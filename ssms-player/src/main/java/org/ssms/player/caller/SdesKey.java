package org.ssms.player.caller;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ssms.protect.srtp.SrtpContext;
import org.ssms.protect.srtp.SrtpSuite;

/** The caller's SRTP master key of one call and the SDES attribute that carries it (RFC 4568); tag 1, one suite. */
final class SdesKey {
    private static final SrtpSuite SUITE = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
    private static final int MASTER_BYTES = 30;
    private static final Pattern CRYPTO = Pattern.compile("(?m)^a=crypto:1 " + SUITE + " inline:([A-Za-z0-9+/]{40})");

    private final byte[] master = new byte[MASTER_BYTES];

    SdesKey() {
        new SecureRandom().nextBytes(master);
    }

    String attribute() {
        return "a=crypto:1 " + SUITE + " inline:" + Base64.getEncoder().encodeToString(master);
    }

    /** The SRTP of the call with the key in the other side's description.
     *  @throws MalformedSipException when it has none of our suite */
    SrtpContext context(String theirs) throws MalformedSipException {
        Matcher crypto = CRYPTO.matcher(theirs);
        if (!crypto.find()) {
            throw new MalformedSipException("no SRTP key in the answer");
        }
        byte[] remote = Base64.getDecoder().decode(crypto.group(1));
        try {
            return new SrtpContext(SUITE, master, remote);
        } finally {
            Arrays.fill(remote, (byte) 0);
        }
    }
}
