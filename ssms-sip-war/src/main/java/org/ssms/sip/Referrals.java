package org.ssms.sip;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import javax.servlet.sip.SipSession;
import org.jspecify.annotations.Nullable;

/**
 * The REFERs that we have sent in a dialog, and who waits for what comes of each of them (RFC 3515 §2.4.6). Under the
 * lock of the application session.
 */
final class Referrals {
    private static final String ATTRIBUTE = Referrals.class.getName();
    private static final int FINAL = 200;

    private final Map<String, IntPredicate> waiting = new HashMap<>();
    private @Nullable String first;

    /** Those of the dialog; to be kept in it by {@link #keepIn}. */
    static Referrals of(SipSession session) {
        return session.isValid() && session.getAttribute(ATTRIBUTE) instanceof Referrals known
                ? known
                : new Referrals();
    }

    void keepIn(SipSession session) {
        session.setAttribute(ATTRIBUTE, this);
    }

    /**
     * One more is sent.
     *
     * @param cseq the value of its CSeq
     * @param told false when nobody waits any more
     */
    void add(String cseq, IntPredicate told) {
        String number = number(cseq);
        first = first == null ? number : first;
        waiting.put(number, told);
    }

    /** A response to one of them, with that value of its CSeq. */
    void answered(String cseq, int status) {
        tell(number(cseq), status);
    }

    /**
     * What a NOTIFY tells.
     *
     * @param id of its event; null: it has none, and is about the first
     * @return false: of none for which anybody waits
     */
    boolean notified(@Nullable String id, int status) {
        @Nullable String number = id == null ? first : id;
        return number != null && tell(number, status);
    }

    private boolean tell(String number, int status) {
        @Nullable IntPredicate told = waiting.get(number);
        if (told == null) {
            return false;
        }
        boolean isAwaited = told.test(status);
        if (status >= FINAL || !isAwaited) {
            waiting.remove(number);
        }
        return isAwaited;
    }

    private static String number(String cseq) {
        return cseq.strip().split("\\s", 2)[0];
    }
}
