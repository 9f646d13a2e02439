package org.ssms.protect.license;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mail address of somebody without an account, as the name of a holder: a {@code mailto} URI (RFC 6068) that needs
 * no escapes. Because of its colon no user can be called so. Of an address there is one form: the domain is in lower
 * case, the local part as it was written, because only its own server knows what is the same there (RFC 5321 §2.4).
 */
public record GuestAddress(String address) {
    /** Of the name of a holder, with its scheme. */
    static final int MAX_CHARS = 207;

    private static final String SCHEME = "mailto:";
    private static final int MAX_LOCAL_PART = 64;

    private static final String ATOM = "[A-Za-z0-9_+'=~-]+";
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern ADDRESS =
            Pattern.compile("(" + ATOM + "(?:\\." + ATOM + ")*)@(" + LABEL + "(?:\\." + LABEL + ")*)");

    /** Whether a holder, or somebody who is to become one, is named as a guest is; perhaps wrongly. */
    public static boolean isMeantBy(String name) {
        return name.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /** Empty for what is no {@code mailto} URI of one plain address. */
    public static Optional<GuestAddress> of(String name) {
        if (!isMeantBy(name) || name.length() > MAX_CHARS) {
            return Optional.empty();
        }
        String written = name.substring(SCHEME.length());
        int at = written.indexOf('@');
        if (at < 1 || at > MAX_LOCAL_PART) {
            return Optional.empty();
        }
        String canonical = written.substring(0, at) + written.substring(at).toLowerCase(Locale.ROOT);
        Matcher matcher = ADDRESS.matcher(canonical);
        return matcher.matches() ? Optional.of(new GuestAddress(canonical)) : Optional.empty();
    }

    /**
     * Whether two holders are one guest, as far as that can be told from outside: at most servers neither case nor what
     * follows a plus sign in the local part makes another mailbox.
     */
    public static boolean areOnePerson(String holder, String other) {
        Optional<String> mailbox = of(holder).map(GuestAddress::mailbox);
        return mailbox.isPresent() && mailbox.equals(of(other).map(GuestAddress::mailbox));
    }

    private String mailbox() {
        int at = address.indexOf('@');
        int plus = address.indexOf('+');
        int end = plus > 0 && plus < at ? plus : at;
        return (address.substring(0, end) + address.substring(at)).toLowerCase(Locale.ROOT);
    }

    /** The name in grants and sessions. */
    public String holder() {
        return SCHEME + address;
    }
}
