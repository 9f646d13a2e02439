package org.ssms.media.sdp;

import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.regex.Pattern;

/** The {@code a=crypto} attribute of SDES for SRTP, RFC 4568 §9.1, with one key and without MKI. Does not print its key. */
final class CryptoAttribute {
    static final String NAME = "crypto";

    /** No line that we could use is longer. */
    private static final int MAX_LENGTH = 512;

    private static final String INLINE = "inline:";
    private static final Pattern MASTER = Pattern.compile("[A-Za-z0-9+/]{40}");
    private static final Pattern LIFETIME = Pattern.compile("2\\^([1-9]|[1-3][0-9]|4[0-8])|[1-9][0-9]{0,14}");

    /** What is the default, a hint, or marked as not mandatory (RFC 4568 §6.3); any other one would change the packets. */
    private static final Pattern HARMLESS_PARAMETER = Pattern.compile("KDR=0|WSH=[0-9]{1,9}|-[!-~]{1,200}");

    private final int tag;
    private final SrtpSuite suite;
    private final String master;

    /** The master is key and salt in base64. */
    CryptoAttribute(int tag, SrtpSuite suite, String master) {
        this.tag = tag;
        this.suite = suite;
        this.master = master;
    }

    /** Empty for what is malformed, or asks for something that we do not do. */
    static Optional<CryptoAttribute> parse(String value) {
        StringTokenizer tokens = new StringTokenizer(value, " \t");
        if (value.length() > MAX_LENGTH || tokens.countTokens() < 3) {
            return Optional.empty();
        }
        int tag = Decimal.parse(tokens.nextToken(), Integer.MAX_VALUE);
        Optional<SrtpSuite> suite = SrtpSuite.of(tokens.nextToken());
        Optional<String> master = master(tokens.nextToken());
        boolean usable = tag != Decimal.INVALID && suite.isPresent() && master.isPresent();
        while (tokens.hasMoreTokens()) {
            usable &= HARMLESS_PARAMETER.matcher(tokens.nextToken()).matches();
        }
        return usable
                ? Optional.of(new CryptoAttribute(tag, suite.orElseThrow(), master.orElseThrow()))
                : Optional.empty();
    }

    /** Of {@code inline:<key||salt>[|lifetime]}; a list of keys, and an MKI, are not taken. */
    private static Optional<String> master(String keyParameter) {
        if (!keyParameter.toLowerCase(Locale.ROOT).startsWith(INLINE)) {
            return Optional.empty();
        }
        String[] info = keyParameter.substring(INLINE.length()).split("\\|", -1);
        boolean lifetime = info.length == 1
                || (info.length == 2 && LIFETIME.matcher(info[1]).matches());
        return lifetime && MASTER.matcher(info[0]).matches() ? Optional.of(info[0]) : Optional.empty();
    }

    int tag() {
        return tag;
    }

    SrtpSuite suite() {
        return suite;
    }

    /** Key and salt in base64. */
    String master() {
        return master;
    }

    byte[] masterBytes() {
        return Base64.getDecoder().decode(master);
    }

    Attribute toAttribute() {
        return new Attribute(NAME, tag + " " + suite + " " + INLINE + master);
    }

    @Override
    public String toString() {
        return NAME + ":" + tag + " " + suite + " redacted";
    }
}
