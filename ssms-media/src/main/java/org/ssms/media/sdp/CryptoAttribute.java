package org.ssms.media.sdp;

import java.math.BigInteger;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code a=crypto} attribute of SDES for SRTP, RFC 4568 §9.1, with one key. Does not print its key. */
final class CryptoAttribute {
    static final String NAME = "crypto";

    /** No line that we could use is longer. */
    private static final int MAX_LENGTH = 512;

    private static final String INLINE = "inline:";
    private static final Pattern MASTER = Pattern.compile("[A-Za-z0-9+/]{40}");
    private static final Pattern LIFETIME = Pattern.compile("2\\^([1-9]|[1-3][0-9]|4[0-8])|[1-9][0-9]{0,14}");

    /** Value and bytes of the identifier of the master key in each packet. */
    private static final Pattern MKI = Pattern.compile("([0-9]{1,310}):([1-9][0-9]{0,2})");

    private static final int MAX_MKI_BYTES = 128;

    /**
     * What is the default, a hint, or marked as not mandatory (RFC 4568 §6.3); any other one would change the packets.
     */
    private static final Pattern HARMLESS_PARAMETER =
            Pattern.compile("KDR=0|WSH=[0-9]{1,9}|FEC_ORDER=FEC_SRTP|-[!-~]{1,200}");

    /** RTCP is authenticated and not encrypted. It names nobody whom RTP does not; sound in the clear is not taken. */
    private static final String UNENCRYPTED_SRTCP = "UNENCRYPTED_SRTCP";

    private final int tag;
    private final SrtpSuite suite;
    private final Key key;
    private final boolean rtcpInClear;

    /**
     * What stands behind {@code inline:}, without the lifetime.
     *
     * @param master key and salt in base64
     * @param mki as it is written, or "" for none
     */
    private record Key(String master, String mki) {
        /** The key is not printed. */
        @Override
        public String toString() {
            return "redacted";
        }
    }

    private CryptoAttribute(int tag, SrtpSuite suite, Key key, boolean rtcpInClear) {
        this.tag = tag;
        this.suite = suite;
        this.key = key;
        this.rtcpInClear = rtcpInClear;
    }

    /** One of ours; the master is key and salt in base64. */
    CryptoAttribute(int tag, SrtpSuite suite, String master) {
        this(tag, suite, new Key(master, ""), false);
    }

    /** The same with a key of ours: what is negotiated stays, an MKI is each side's own. */
    CryptoAttribute answeredWith(String master) {
        return new CryptoAttribute(tag, suite, new Key(master, ""), rtcpInClear);
    }

    /** Empty for what is malformed, or asks for something that we do not do. */
    static Optional<CryptoAttribute> parse(String value) {
        StringTokenizer tokens = new StringTokenizer(value, " \t");
        if (value.length() > MAX_LENGTH || tokens.countTokens() < 3) {
            return Optional.empty();
        }
        int tag = Decimal.parse(tokens.nextToken(), Integer.MAX_VALUE);
        Optional<SrtpSuite> suite = SrtpSuite.of(tokens.nextToken());
        Optional<Key> key = key(tokens.nextToken());
        boolean usable = tag != Decimal.INVALID && suite.isPresent() && key.isPresent();
        boolean rtcpInClear = false;
        while (tokens.hasMoreTokens()) {
            String parameter = tokens.nextToken();
            boolean inClear = parameter.equals(UNENCRYPTED_SRTCP);
            rtcpInClear |= inClear;
            usable &= inClear || HARMLESS_PARAMETER.matcher(parameter).matches();
        }
        return usable
                ? Optional.of(new CryptoAttribute(tag, suite.orElseThrow(), key.orElseThrow(), rtcpInClear))
                : Optional.empty();
    }

    /** Of {@code inline:<key||salt>[|lifetime][|MKI:length]}; a list of keys is not taken. */
    private static Optional<Key> key(String keyParameter) {
        if (!keyParameter.toLowerCase(Locale.ROOT).startsWith(INLINE)) {
            return Optional.empty();
        }
        String[] info = keyParameter.substring(INLINE.length()).split("\\|", -1);
        int next = info.length > 1 && LIFETIME.matcher(info[1]).matches() ? 2 : 1;
        boolean identified = info.length == next + 1;
        boolean usable = identified ? isMki(info[next]) : info.length == next;
        return usable && MASTER.matcher(info[0]).matches()
                ? Optional.of(new Key(info[0], identified ? info[next] : ""))
                : Optional.empty();
    }

    private static boolean isMki(String text) {
        Matcher mki = MKI.matcher(text);
        if (!mki.matches()) {
            return false;
        }
        int length = Integer.parseInt(mki.group(2));
        return length <= MAX_MKI_BYTES && new BigInteger(mki.group(1)).bitLength() <= length * Byte.SIZE;
    }

    int tag() {
        return tag;
    }

    SrtpSuite suite() {
        return suite;
    }

    /** Key and salt in base64. */
    String master() {
        return key.master;
    }

    byte[] masterBytes() {
        return Base64.getDecoder().decode(key.master);
    }

    /** What stands before the authentication tag of each packet that is protected with this key; empty: nothing. */
    byte[] mkiBytes() {
        Matcher mki = MKI.matcher(key.mki);
        if (!mki.matches()) {
            return new byte[0];
        }
        byte[] bytes = new byte[Integer.parseInt(mki.group(2))];
        byte[] value = new BigInteger(mki.group(1)).toByteArray();
        int digits = Math.min(value.length, bytes.length); // a sign may stand before them
        System.arraycopy(value, value.length - digits, bytes, bytes.length - digits, digits);
        return bytes;
    }

    boolean isRtcpInClear() {
        return rtcpInClear;
    }

    /** Names all that a context of packets is made of, but for our own key. Holds the key: not to be printed. */
    String identity() {
        return suite + key.master + "|" + key.mki + "|" + rtcpInClear;
    }

    Attribute toAttribute() {
        String parameter = rtcpInClear ? " " + UNENCRYPTED_SRTCP : "";
        return new Attribute(NAME, tag + " " + suite + " " + INLINE + key.master + parameter);
    }

    @Override
    public String toString() {
        return NAME + ":" + tag + " " + suite + " redacted";
    }
}
