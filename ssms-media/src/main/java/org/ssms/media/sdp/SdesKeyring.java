package org.ssms.media.sdp;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes the master keys of our side of one call. To the same key of the other side we always answer with the same one
 * of ours, so that a re-INVITE which changes no key restarts no SRTP context, and to anything else with another one, as
 * a context that starts anew must not use a key again. Not thread safe.
 */
final class SdesKeyring {
    private static final int MAX_REMEMBERED = 8;

    private final SecureRandom random;
    private final Map<String, String> ours = new LinkedHashMap<>();

    SdesKeyring(SecureRandom random) {
        this.random = random;
    }

    /** A new master in base64. */
    String fresh() {
        byte[] master = new byte[SrtpSuite.MASTER_BYTES];
        random.nextBytes(master);
        String text = Base64.getEncoder().encodeToString(master);
        Arrays.fill(master, (byte) 0);
        return text;
    }

    /** Our side of what they offer, with the tag of theirs (RFC 4568 §5.1.2). */
    CryptoAttribute answerTo(CryptoAttribute theirs) {
        String master = ours.computeIfAbsent(theirs.identity(), key -> fresh());
        if (ours.size() > MAX_REMEMBERED) {
            Iterator<String> oldest = ours.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return theirs.answeredWith(master);
    }

    /** They have answered this offer of ours. */
    void agreed(CryptoAttribute offered, CryptoAttribute theirs) {
        ours.put(theirs.identity(), offered.master());
    }
}
