package org.ssms.call;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The time in which the node takes only the calls that it makes to itself, so that the first caller need not wait for
 * what only first calls do. They have a mark of this process, which means nothing any more when that time is over.
 * Thread-safe.
 */
@Singleton
public class Rehearsal {
    private static final System.Logger LOG = System.getLogger(Rehearsal.class.getName());

    private static final int SECRET_BYTES = 16;

    private final String mark;
    private volatile boolean over;

    @Inject
    public Rehearsal(SecureRandom random) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        mark = HexFormat.of().formatHex(bytes);
    }

    /** A secret: to be sent to ourselves only. */
    public String mark() {
        return mark;
    }

    /** Whether it is the mark of a call of ours; null is not. */
    public boolean isMark(@Nullable String text) {
        return text != null && !over && MessageDigest.isEqual(text.getBytes(US_ASCII), mark.getBytes(US_ASCII));
    }

    public boolean isOver() {
        return over;
    }

    /**
     * Lets others call.
     *
     * @param calls that were answered
     */
    public void end(int calls, Duration took) {
        over = true;
        LOG.log(System.Logger.Level.INFO, "SSMS-3108 {0} calls were rehearsed in {1} ms", calls, took.toMillis());
    }
}
