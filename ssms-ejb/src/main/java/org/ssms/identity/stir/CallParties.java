package org.ssms.identity.stir;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Under which canonical forms the URIs of a call may stand in a PASSporT (RFC 8224 §8.3, §8.5). A SIP URI whose user
 * looks like a telephone number may be meant as a number or as a URI.
 */
public final class CallParties {
    private static final Pattern TEL = Pattern.compile("(?i)tel:([^;]{1,64})(;.{0,1024})?");
    private static final Pattern SIP = Pattern.compile("(?i)sips?:([^@]{1,512})@[^@]{1,1280}");
    private static final Pattern DIALLED = Pattern.compile("\\+?[0-9*#().-]{1,64}");
    private static final Pattern GLOBAL_CONTEXT = Pattern.compile("(?i);phone-context=(\\+[0-9.()-]{1,32})(?:;|$)");

    private final Numbering plan;

    public CallParties(Numbering plan) {
        this.plan = plan;
    }

    /** All forms of this URI, the likeliest first; none when it cannot be read. */
    public Set<Party> of(String uri) {
        Set<Party> parties = new LinkedHashSet<>();
        Matcher tel = TEL.matcher(uri);
        Matcher sip = SIP.matcher(uri);
        if (tel.matches()) {
            String context = tel.group(2) == null ? "" : tel.group(2);
            addNumber(tel.group(1), context, parties);
        } else if (sip.matches()) {
            String user = PercentEscapes.decode(sip.group(1).replaceFirst(":.*", ""));
            int parameters = user.indexOf(';');
            addNumber(
                    parameters < 0 ? user : user.substring(0, parameters),
                    parameters < 0 ? "" : user.substring(parameters),
                    parties);
            try {
                parties.add(Party.ofUri(uri));
            } catch (MalformedPassportException e) {
                // then it has no form as a URI
            }
        }
        return parties;
    }

    private void addNumber(String text, String parameters, Set<Party> parties) {
        String dialled = PercentEscapes.decode(text).toLowerCase(Locale.ROOT);
        if (!DIALLED.matcher(dialled).matches()) {
            return;
        }
        String digits = Party.digits(dialled);
        Matcher context = GLOBAL_CONTEXT.matcher(parameters);
        if (!dialled.startsWith("+")) {
            String global = context.find() ? Party.digits(context.group(1)) + digits : global(digits);
            add(global, parties);
        }
        add(digits, parties);
    }

    /** A number as it is dialled here, with its country code in front. */
    private String global(String digits) {
        if (!plan.internationalPrefix().isEmpty() && digits.startsWith(plan.internationalPrefix())) {
            return digits.substring(plan.internationalPrefix().length());
        }
        if (!plan.countryCode().isEmpty()
                && !plan.nationalPrefix().isEmpty()
                && digits.startsWith(plan.nationalPrefix())) {
            return plan.countryCode() + digits.substring(plan.nationalPrefix().length());
        }
        return digits;
    }

    private static void add(String digits, Set<Party> parties) {
        try {
            parties.add(Party.ofNumber(digits));
        } catch (MalformedPassportException e) {
            // too long or empty: no number
        }
    }
}
