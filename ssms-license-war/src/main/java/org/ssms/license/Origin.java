package org.ssms.license;

import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.MessageId;

/**
 * Where a request comes from.
 *
 * @param actor the authenticated user, {@link #MEDIA_NODE}, {@link #controlling}, {@link #operator}, or the name that
 *     somebody claims; null when nobody is named
 * @param address the peer's IP address
 */
public record Origin(@Nullable String actor, String address) {
    /** Stands for a node that proved the service key. The colon keeps it apart from user names. */
    public static final String MEDIA_NODE = "service:media";

    /** The license server itself, whom nobody has asked. */
    public static final Origin SELF = new Origin("service:license", "-");

    private static final String CONTROL = "control:";
    private static final String OPERATOR = "operator:";

    /** Stands for who has said the control code of that message: an actor who is its sender, and nobody else. */
    public static String controlling(MessageId messageId) {
        return CONTROL + messageId.value();
    }

    /** Stands for that operator, who is no user of that name. */
    public static Origin operator(String name, String address) {
        return new Origin(OPERATOR + name, address);
    }
}
