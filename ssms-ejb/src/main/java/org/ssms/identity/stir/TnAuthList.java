package org.ssms.identity.stir;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * For which telephone numbers a certificate may sign (RFC 8226 §9).
 *
 * @param serviceProvider whether it names a service provider code: then for all numbers of that provider, which we
 *     cannot look up
 * @param numbers single numbers and ranges
 */
public record TnAuthList(boolean serviceProvider, List<Range> numbers) {
    /** id-pe-TNAuthList. */
    static final String OID = "1.3.6.1.5.5.7.1.26";

    private static final int SPC = 0xa0;
    private static final int RANGE = 0xa1;
    private static final int ONE = 0xa2;
    private static final int MAX_ENTRIES = 10_000;
    private static final Pattern NUMBER = Pattern.compile("[0-9#*]{1,15}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}");

    /** {@code count} numbers of the same length, from {@code start} on. */
    public record Range(String start, BigInteger count) {
        boolean contains(String number) {
            if (number.equals(start)) {
                return true;
            }
            if (number.length() != start.length()
                    || !DIGITS.matcher(number).matches()
                    || !DIGITS.matcher(start).matches()) {
                return false;
            }
            BigInteger distance = new BigInteger(number).subtract(new BigInteger(start));
            return distance.signum() >= 0 && distance.compareTo(count) < 0;
        }
    }

    /** The list in a certificate; empty when it has none or one that cannot be read. */
    public static Optional<TnAuthList> of(X509Certificate certificate) {
        byte @Nullable [] extension = certificate.getExtensionValue(OID);
        return extension == null ? Optional.empty() : parse(extension);
    }

    /** Reads the OCTET STRING of an extension. */
    static Optional<TnAuthList> parse(byte[] extension) {
        @Nullable DerReader octets = new DerReader(extension).enter(DerReader.OCTET_STRING);
        @Nullable DerReader entries = octets == null ? null : octets.enter(DerReader.SEQUENCE);
        if (octets == null || entries == null || octets.hasMore() || !entries.hasMore()) {
            return Optional.empty();
        }
        boolean serviceProvider = false;
        List<Range> numbers = new ArrayList<>();
        while (entries.hasMore()) {
            int kind = entries.peek();
            @Nullable DerReader entry = entries.enter(kind);
            @Nullable Range range = entry == null || numbers.size() == MAX_ENTRIES ? null : entry(kind, entry);
            if (kind == SPC && entry != null) {
                serviceProvider = true;
            } else if (range != null) {
                numbers.add(range);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new TnAuthList(serviceProvider, List.copyOf(numbers)));
    }

    private static @Nullable Range entry(int kind, DerReader entry) {
        if (kind == ONE) {
            @Nullable String number = number(entry);
            return number == null ? null : new Range(number, BigInteger.ONE);
        }
        @Nullable DerReader range = kind == RANGE ? entry.enter(DerReader.SEQUENCE) : null;
        @Nullable String start = range == null ? null : number(range);
        @Nullable DerReader count = range == null ? null : range.enter(DerReader.INTEGER);
        if (start == null || count == null || !count.hasMore()) {
            return null;
        }
        return new Range(start, new BigInteger(count.rest()));
    }

    private static @Nullable String number(DerReader in) {
        @Nullable DerReader text = in.enter(DerReader.IA5_STRING);
        String number = text == null ? "" : new String(text.rest(), US_ASCII);
        return NUMBER.matcher(number).matches() ? number : null;
    }

    /** Whether the certificate may sign for this number. */
    public boolean allows(String number) {
        return serviceProvider || names(number);
    }

    /** Whether the number itself is in the list. */
    public boolean names(String number) {
        return numbers.stream().anyMatch(range -> range.contains(number));
    }
}
