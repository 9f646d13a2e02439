package org.ssms.location;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ssms.identity.stir.Numbering;
import org.ssms.mailbox.UserName;

/**
 * What a dialled text may stand for: a name, an alias or a number in the one form in which it is kept, E.164 with
 * {@code +} (RFC 3966 §5.1.4). Knows no subscriber.
 */
final class NumberPlan {
    private static final int MAX_CHARS = 255;
    private static final Pattern SEPARATORS = Pattern.compile("[-.() ]");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,20}");
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{1,14}");
    private static final Pattern CONTEXT = Pattern.compile("phone-context=(.+)", Pattern.CASE_INSENSITIVE);

    private final Numbering numbering;
    private final Predicate<String> isOurDomain;

    NumberPlan(Numbering numbering, Predicate<String> isOurDomain) {
        this.numbering = numbering;
        this.isOurDomain = isOurDomain;
    }

    /**
     * The names, aliases and numbers that {@code dialled} may mean, most literal first; empty when it can be nobody's.
     *
     * @param dialled unescaped user part or all that follows {@code tel:}, with parameters
     */
    List<String> meanings(String dialled) {
        if (dialled.length() > MAX_CHARS) {
            return List.of();
        }
        String[] parts = dialled.split(";", -1);
        Optional<String> context = context(parts);
        if (context.isPresent() && !context.get().startsWith("+")) {
            // a private number: it means something only where its context says
            return isOurDomain.test(context.get()) ? meanings(parts[0], Optional.empty()) : List.of();
        }
        return meanings(parts[0], context);
    }

    private List<String> meanings(String text, Optional<String> globalContext) {
        String number = SEPARATORS.matcher(text).replaceAll("");
        Set<String> meanings = new LinkedHashSet<>();
        if (globalContext.isEmpty()) {
            UserName.parse(text).ifPresent(name -> meanings.add(name.value()));
        }
        if (DIGITS.matcher(number.startsWith("+") ? number.substring(1) : number)
                .matches()) {
            if (globalContext.isEmpty() && !number.startsWith("+")) {
                meanings.add(number);
            }
            withContext(number, globalContext).or(() -> e164(number)).ifPresent(meanings::add);
            if (globalContext.isEmpty()) {
                withoutPlus(number).ifPresent(meanings::add);
            }
        }
        return new ArrayList<>(meanings);
    }

    private Optional<String> withContext(String number, Optional<String> context) {
        if (context.isEmpty() || number.startsWith("+")) {
            return Optional.empty();
        }
        String prefix = SEPARATORS.matcher(context.get()).replaceAll("");
        String national = numbering.nationalPrefix();
        boolean ours = prefix.equals("+" + numbering.countryCode());
        // in our own country people write the number with its trunk prefix; abroad nobody knows which one is used
        boolean trunk = ours && !national.isEmpty() && number.startsWith(national);
        return wellFormed(prefix + (trunk ? number.substring(national.length()) : number));
    }

    /** Gateways leave out the + of a number of our own country. */
    private Optional<String> withoutPlus(String number) {
        String code = numbering.countryCode();
        return !code.isEmpty() && number.startsWith(code) && number.length() > code.length()
                ? wellFormed("+" + number)
                : Optional.empty();
    }

    /** The kept form of a number as people dial or write it; empty when it is no number that we understand. */
    Optional<String> e164(String dialled) {
        String number = SEPARATORS.matcher(dialled).replaceAll("");
        if (number.startsWith("+")) {
            return wellFormed(number);
        }
        if (!DIGITS.matcher(number).matches()) {
            return Optional.empty();
        }
        String international = numbering.internationalPrefix();
        if (!international.isEmpty() && number.startsWith(international)) {
            return wellFormed("+" + number.substring(international.length()));
        }
        if (!numbering.countryCode().isEmpty() && number.startsWith(numbering.nationalPrefix())) {
            return wellFormed("+" + numbering.countryCode()
                    + number.substring(numbering.nationalPrefix().length()));
        }
        return Optional.empty();
    }

    /** The form in which a number or an alias is kept; empty when it is neither. */
    Optional<String> canonical(String numberOrAlias) {
        Optional<String> number = e164(numberOrAlias);
        return number.isPresent() || numberOrAlias.startsWith("+")
                ? number
                : UserName.parse(numberOrAlias).map(UserName::value);
    }

    private static Optional<String> wellFormed(String number) {
        return E164.matcher(number).matches() ? Optional.of(number) : Optional.empty();
    }

    private static Optional<String> context(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            Matcher context = CONTEXT.matcher(parts[i]);
            if (context.matches()) {
                return Optional.of(context.group(1).toLowerCase(Locale.ROOT));
            }
        }
        return Optional.empty();
    }
}
