package org.ssms.sip;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.servlet.sip.SipServletRequest;
import org.ssms.sip.caller.Sender;
import org.ssms.sip.routing.RequestTarget;

/**
 * Recognises an INVITE that {@link ProxyServlet} has sent to our own mailbox service, and what we knew of its caller
 * then. The mark holds a secret of this process, so that nobody else can make one; it never leaves for a phone.
 */
@Singleton
public class OwnBranch {
    private static final String HEADER = "X-SSMS-Branch";
    private static final int SECRET_BYTES = 16;
    private static final String TRUNK = "trunk";
    private static final String SUBSCRIBER = "=";
    private static final String NONE = "-";

    private final String secret;

    @Inject
    OwnBranch(SecureRandom random) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        secret = HexFormat.of().formatHex(bytes);
    }

    void mark(SipServletRequest branch, CallAtHand call) {
        branch.setHeader(HEADER, encode(call.sender(), call.source()));
    }

    /** Every part has a character: a header's value loses the spaces at its end on the way. */
    String encode(Sender sender, String source) {
        return String.join(
                " ",
                secret,
                source,
                sender.trusted() ? TRUNK : NONE,
                sender.subscriber().map(subscriber -> SUBSCRIBER + subscriber).orElse(NONE));
    }

    /** The call of a marked INVITE; empty for everybody else's. */
    Optional<CallAtHand> read(SipServletRequest invite, RequestTarget target) {
        String mark = invite.getHeader(HEADER);
        return mark == null ? Optional.empty() : decode(mark, target);
    }

    Optional<CallAtHand> decode(String mark, RequestTarget target) {
        String[] parts = mark.split(" ", -1);
        if (parts.length != 4 || !isSecret(parts[0])) {
            return Optional.empty();
        }
        Optional<String> subscriber =
                parts[3].startsWith(SUBSCRIBER) ? Optional.of(parts[3].substring(1)) : Optional.empty();
        return Optional.of(new CallAtHand(target, new Sender(parts[2].equals(TRUNK), subscriber), parts[1]));
    }

    private boolean isSecret(String text) {
        return MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    }
}
