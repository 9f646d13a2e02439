package org.ssms.recording;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentitySource;

/**
 * Who leaves a message. Control characters and what overrides the direction of text are removed, what is too long is
 * cut: the values only describe. What joins or parts letters and emoji stays: without it a name is another one.
 *
 * @param address SIP or tel URI, as the owner of the mailbox may see it
 * @param name display name, may be empty
 * @param audited the asserted URI behind an anonymous call, for nothing but the audit; null when there is none
 * @param subscriber user name of a subscriber of ours who has proved to be the caller and does not hide it; null:
 *     nobody
 * @param dialog the SIP dialog, for the audit
 */
public record Caller(
        String address,
        String name,
        IdentitySource source,
        @Nullable String audited,
        @Nullable String subscriber,
        String dialog) {
    /** As people see it: an extended grapheme cluster (UAX #29). */
    private static final Pattern CHARACTER = Pattern.compile("\\X");

    private static final int MAX_ADDRESS = 255;
    private static final int MAX_NAME = 64;
    private static final int MAX_DIALOG = 600;
    private static final String ELLIPSIS = "\u2026";

    public Caller {
        address = cut(clean(address), MAX_ADDRESS);
        name = shortened(clean(name), MAX_NAME);
        audited = audited == null ? null : cut(clean(audited), MAX_ADDRESS);
        dialog = cut(clean(dialog), MAX_DIALOG);
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

    /**
     * Of \p{C} (control, format, lone surrogates, private, unassigned) stay the zero width joiners (Unicode 15 §23.2),
     * the tags behind a flag, elsewhere a way to hide text, and what may be an emoji that this Java does not know yet.
     */
    private static final Pattern UNWANTED = Pattern.compile(
            "[\\p{C}&&[^\\x{200C}\\x{200D}\\x{E0020}-\\x{E007F}\\x{1F000}-\\x{1FAFF}]]|[\\x{2028}\\x{2029}]"
                    + "|(?<!\\x{1F3F4}[\\x{E0020}-\\x{E007F}]{0,30})[\\x{E0020}-\\x{E007F}]");

    private static final Pattern INVISIBLE = Pattern.compile("[\\x{200C}\\x{200D}\\s]*");

    private static String clean(String text) {
        String visible = UNWANTED.matcher(text).replaceAll("").strip();
        return INVISIBLE.matcher(visible).matches() ? "" : visible;
    }

    private static String cut(String text, int maxChars) {
        return text.length() <= maxChars ? text : text.substring(0, boundary(text, maxChars));
    }

    private static String shortened(String name, int maxChars) {
        return name.length() <= maxChars
                ? name
                : name.substring(0, boundary(name, maxChars - ELLIPSIS.length()))
                                .strip()
                        + ELLIPSIS;
    }

    /** The last place up to there at which no character is split, as people see them. */
    private static int boundary(String text, int most) {
        Matcher characters = CHARACTER.matcher(text);
        int end = 0;
        while (characters.find() && characters.end() <= most) {
            end = characters.end();
        }
        return end;
    }

    /** Without the audited address, which must not get into a log. */
    @Override
    public String toString() {
        return "Caller[" + address + ", " + source + "]";
    }
}
