package org.ssms.recording;

import org.jspecify.annotations.Nullable;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentitySource;

/**
 * Who leaves a message. Control and formatting characters are removed, what is too long is cut: the values only describe.
 *
 * @param address SIP or tel URI, as the owner of the mailbox may see it
 * @param name display name, may be empty
 * @param audited the asserted URI behind an anonymous call, for nothing but the audit; null when there is none
 * @param subscriber user name of a subscriber of ours who has proved to be the caller and does not hide it; null: nobody
 * @param dialog the SIP dialog, for the audit
 */
public record Caller(
        String address,
        String name,
        IdentitySource source,
        @Nullable String audited,
        @Nullable String subscriber,
        String dialog) {
    private static final int MAX_ADDRESS = 255;
    private static final int MAX_NAME = 64;
    private static final int MAX_DIALOG = 600;

    public Caller {
        address = clean(address, MAX_ADDRESS);
        name = clean(name, MAX_NAME);
        audited = audited == null ? null : clean(audited, MAX_ADDRESS);
        dialog = clean(dialog, MAX_DIALOG);
    }

    public static Caller of(CallerIdentity identity, String dialog) {
        return new Caller(
                identity.address(),
                identity.name(),
                identity.source(),
                identity.auditedAddress(),
                identity.subscriber(),
                dialog);
    }

    private static String clean(String text, int maxChars) {
        // \p{C}: control, format (such as direction overrides), lone surrogates, unassigned
        String printable = text.replaceAll("\\p{C}", "").strip();
        if (printable.length() <= maxChars) {
            return printable;
        }
        boolean splitsPair = Character.isHighSurrogate(printable.charAt(maxChars - 1));
        return printable.substring(0, splitsPair ? maxChars - 1 : maxChars);
    }

    /** Without the audited address, which must not get into a log. */
    @Override
    public String toString() {
        return "Caller[" + address + ", " + source + "]";
    }
}
