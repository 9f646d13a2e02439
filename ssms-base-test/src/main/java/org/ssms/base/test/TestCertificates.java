package org.ssms.base.test;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * X.509 certificates for tests, written in DER by hand: so that any extension can be in them, and no library is needed.
 */
public final class TestCertificates {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] ECDSA_WITH_SHA256 = tlv(0x30, hex("06082a8648ce3d040302"));
    private static final byte[] COMMON_NAME = hex("0603550403");
    private static final byte[] BASIC_CONSTRAINTS = hex("0603551d13");
    private static final byte[] KEY_USAGE = hex("0603551d0f");
    private static final byte[] ALTERNATIVE_NAME = hex("0603551d11");
    private static final byte[] EXTENDED_KEY_USAGE = hex("0603551d25");
    private static final byte[] SERVER_AUTH = hex("06082b06010505070301");
    private static final byte[] CLIENT_AUTH = hex("06082b06010505070302");
    private static final byte[] TN_AUTH_LIST = hex("06082b0601050507011a");

    private TestCertificates() {}

    /** A certificate with its key. */
    public record Issued(X509Certificate certificate, KeyPair keys) {
        public String pem() {
            try {
                return "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n";
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }

        /** The list of those that this authority has revoked (RFC 5280 §5), in DER. */
        public byte[] revoking(Instant from, Instant until, X509Certificate... revoked) {
            byte[][] entries = Arrays.stream(revoked)
                    .map(one -> tlv(0x30, tlv(0x02, one.getSerialNumber().toByteArray()), time(from)))
                    .toArray(byte[][]::new);
            byte[] unsigned = tlv(
                    0x30,
                    hex("020101"), // version 2
                    ECDSA_WITH_SHA256,
                    certificate.getSubjectX500Principal().getEncoded(),
                    time(from),
                    time(until),
                    entries.length == 0 ? new byte[0] : tlv(0x30, entries));
            return signed(unsigned, keys);
        }
    }

    /** What goes into a certificate; extensions in the order in which they are added. */
    public static final class Request {
        private final String name;
        private final Instant from;
        private final Instant until;
        private final List<byte[]> extensions = new ArrayList<>();
        private KeyPair keys = newKeys("secp256r1");

        public Request(String name, Instant from, Instant until) {
            this.name = name;
            this.from = from;
            this.until = until;
        }

        public Request keys(KeyPair other) {
            keys = other;
            return this;
        }

        public Request authority() {
            return extension(BASIC_CONSTRAINTS, true, tlv(0x30, hex("0101ff")));
        }

        /** digitalSignature, as a signer has it, or keyCertSign only. */
        public Request usage(boolean signs) {
            return extension(KEY_USAGE, true, signs ? hex("03020780") : hex("03020204"));
        }

        public Request dnsName(String dnsName) {
            return extension(ALTERNATIVE_NAME, false, tlv(0x30, tlv(0x82, dnsName.getBytes(US_ASCII))));
        }

        public Request loopbackAddress() {
            return extension(ALTERNATIVE_NAME, false, tlv(0x30, hex("87047f000001")));
        }

        /** As a client has it, or a server. */
        public Request purpose(boolean isClient) {
            return extension(EXTENDED_KEY_USAGE, true, tlv(0x30, isClient ? CLIENT_AUTH : SERVER_AUTH));
        }

        /** Entries made by {@link #spc}, {@link #number} and {@link #range}. */
        public Request numbers(byte[]... entries) {
            return extension(TN_AUTH_LIST, false, tlv(0x30, entries));
        }

        private Request extension(byte[] oid, boolean critical, byte[] value) {
            extensions.add(tlv(0x30, oid, critical ? hex("0101ff") : new byte[0], tlv(0x04, value)));
            return this;
        }

        /** Signed by this authority, or by itself. */
        public Issued issue(@Nullable Issued authority) {
            byte[] issuer = authority == null
                    ? subject(name)
                    : authority.certificate().getSubjectX500Principal().getEncoded();
            byte[] unsigned = tlv(
                    0x30,
                    tlv(0xa0, hex("020102")), // version 3
                    tlv(0x02, new BigInteger(64, new SecureRandom()).toByteArray()),
                    ECDSA_WITH_SHA256,
                    issuer,
                    tlv(0x30, time(from), time(until)),
                    subject(name),
                    keys.getPublic().getEncoded(),
                    tlv(0xa3, tlv(0x30, extensions.toArray(byte[][]::new))));
            byte[] certificate = signed(unsigned, authority == null ? keys : authority.keys());
            try {
                return new Issued(
                        (X509Certificate) CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(certificate)),
                        keys);
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** What is signed by a key, the name of the algorithm, and the signature. */
    private static byte[] signed(byte[] unsigned, KeyPair signer) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(signer.getPrivate());
            signature.update(unsigned);
            return tlv(0x30, unsigned, ECDSA_WITH_SHA256, tlv(0x03, concat(new byte[] {0}, signature.sign())));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static KeyPair newKeys(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** RFC 8226 §9: a service provider code. */
    public static byte[] spc(String code) {
        return tlv(0xa0, tlv(0x16, code.getBytes(US_ASCII)));
    }

    public static byte[] range(String start, int count) {
        return tlv(
                0xa1,
                tlv(
                        0x30,
                        tlv(0x16, start.getBytes(US_ASCII)),
                        tlv(0x02, BigInteger.valueOf(count).toByteArray())));
    }

    public static byte[] number(String number) {
        return tlv(0xa2, tlv(0x16, number.getBytes(US_ASCII)));
    }

    public static byte[] tlv(int tag, byte[]... contents) {
        byte[] content = concat(contents);
        int n = content.length;
        byte[] head;
        if (n < 0x80) {
            head = new byte[] {(byte) tag, (byte) n};
        } else if (n < 0x100) {
            head = new byte[] {(byte) tag, (byte) 0x81, (byte) n};
        } else {
            head = new byte[] {(byte) tag, (byte) 0x82, (byte) (n >> 8), (byte) n};
        }
        return concat(head, content);
    }

    private static byte[] subject(String name) {
        return tlv(0x30, tlv(0x31, tlv(0x30, COMMON_NAME, tlv(0x0c, name.getBytes(UTF_8)))));
    }

    private static byte[] time(Instant time) {
        return tlv(0x18, TIME.format(time).getBytes(US_ASCII));
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
