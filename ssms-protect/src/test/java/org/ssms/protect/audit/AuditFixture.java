package org.ssms.protect.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.ssms.base.json.JsonObject;
import org.ssms.protect.key.Sha256;

/** An honest export, as the license server writes it. */
final class AuditFixture {
    static final UUID CHAIN = UUID.fromString("6d3f1f3a-0b64-4b12-9d52-5a2f0c4e9a11");
    static final HeadSigner SIGNER = signer();

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final String MAC = "m".repeat(43);

    private final Consumer<String> lines;
    private byte[] hash = AuditRow.start(CHAIN);
    private long place;
    private long heads;

    private AuditFixture(Consumer<String> lines) {
        this.lines = lines;
    }

    /** With so many rows, and a head behind each {@code batch} of them and the last. */
    static List<String> lines(int rows, int batch) {
        List<String> lines = new ArrayList<>();
        new AuditFixture(lines::add).write(rows, batch);
        return lines;
    }

    /** Writes one with so many rows: {@code AuditFixture FILE ROWS}. To measure. */
    public static void main(String[] arguments) throws IOException {
        try (Writer file = Files.newBufferedWriter(Path.of(arguments[0]), UTF_8)) {
            new AuditFixture(line -> append(file, line)).write(Integer.parseInt(arguments[1]), 1000);
        }
    }

    private static void append(Writer file, String line) {
        try {
            file.append(line).append('\n');
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void write(int rows, int batch) {
        lines.accept(AuditFormat.first(CHAIN, List.of(SIGNER.publicKey())));
        for (int i = 1; i <= rows; i++) {
            row(row(i));
            if (i % batch == 0 || i == rows) {
                head(SIGNER);
            }
        }
    }

    private void row(AuditRow row) {
        hash = row.hash(hash);
        place = row.place();
        lines.accept(row.toJson(JsonObject.toBase64Url(hash)));
    }

    private void head(HeadSigner signer) {
        heads++;
        AuditHead head = new AuditHead(CHAIN, heads, place, JsonObject.toBase64Url(hash), NOON.plusSeconds(place));
        lines.accept(AuditFormat.head(signer.sign(head), null));
    }

    /** One of many kinds. */
    static AuditRow row(long place) {
        Map<AuditMember, String> texts = new EnumMap<>(AuditMember.class);
        texts.put(AuditMember.PLACE, Long.toString(place));
        texts.put(AuditMember.ID, Long.toString(2 * place + 7));
        texts.put(AuditMember.AT, NOON.plusNanos(place * 1_001_000L).toString());
        texts.put(AuditMember.EVENT, place % 3 == 0 ? "FORWARD" : "LICENSE");
        texts.put(AuditMember.KID, new UUID(place, 17).toString());
        texts.put(AuditMember.MESSAGE_ID, "0123456789abcdefghijklmnop");
        texts.put(AuditMember.ACTOR, place % 7 == 0 ? "j\u00fcrgen \"\ud83d\ude00\"" : "alice");
        if (place % 3 == 0) {
            texts.put(AuditMember.RECIPIENT, "mailto:bob@example.com");
        }
        if (place % 5 == 0) {
            texts.put(AuditMember.DECISION, "REFUSED");
            texts.put(AuditMember.REASON, "NOT_ENTITLED");
        } else {
            texts.put(AuditMember.DECISION, "GRANTED");
        }
        texts.put(AuditMember.REMOTE_ADDRESS, "192.0.2.1");
        texts.put(AuditMember.MAC, MAC);
        texts.put(AuditMember.PROOF, RowProof.RIGHT.name());
        return AuditRow.of(texts);
    }

    /** A chain in which {@code second} follows {@code first}: rows 1 and 2, of which the first introduces it. */
    static List<String> rotated(HeadSigner first, HeadSigner second) {
        return rotated(first, second, RowProof.RIGHT);
    }

    /** @param proof of the row that introduces it, and of the one before */
    static List<String> rotated(HeadSigner first, HeadSigner second, RowProof proof) {
        List<String> lines = new ArrayList<>();
        AuditFixture export = new AuditFixture(lines::add);
        lines.add(AuditFormat.first(CHAIN, List.of(first.publicKey(), second.publicKey())));
        export.row(row(1).with(AuditMember.EVENT, AuditVerifier.KEY_EVENT)
                .with(AuditMember.RECIPIENT, second.keyId())
                .with(AuditMember.PROOF, proof.name()));
        export.head(first);
        export.row(row(2));
        export.head(second);
        return lines;
    }

    /** One row by which the server says that somebody has altered the audit. */
    static List<String> altered(String what) {
        List<String> lines = new ArrayList<>();
        AuditFixture export = new AuditFixture(lines::add);
        lines.add(AuditFormat.first(CHAIN, List.of(SIGNER.publicKey())));
        export.row(row(1).with(AuditMember.EVENT, AuditVerifier.ALTERED_EVENT).with(AuditMember.RECIPIENT, what));
        export.head(SIGNER);
        return lines;
    }

    /** What of a response by RFC 3161 about these characters is looked at, and nothing else. Base64. */
    static String timestamp(String of) {
        byte[] imprint = der(
                0x30,
                der(0x30, der(0x06, HexFormat.of().parseHex("608648016503040201")), der(0x05)), // SHA-256
                der(0x04, Sha256.of(of.getBytes(US_ASCII))));
        byte[] info = der(0x30, der(0x02, new byte[] {1}), der(0x06, new byte[] {0x2a}), imprint, new byte[200]);
        byte[] content = der(0x30, der(0x06, new byte[] {0x2a}), der(0xa0, der(0x04, info)));
        byte[] signed = der(0x30, der(0x02, new byte[] {3}), der(0x31), content);
        byte[] token = der(0x30, der(0x06, new byte[] {0x2a}), der(0xa0, signed));
        return Base64.getEncoder().encodeToString(der(0x30, der(0x30, der(0x02, new byte[1])), token));
    }

    private static byte[] der(int tag, byte[]... contents) {
        ByteArrayOutputStream inside = new ByteArrayOutputStream();
        for (byte[] content : contents) {
            inside.writeBytes(content);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (inside.size() > 127) {
            out.write(0x82);
            out.write(inside.size() >> 8);
        }
        out.write(inside.size());
        out.writeBytes(inside.toByteArray());
        return out.toByteArray();
    }

    /** As {@link #rotated}, without the introduction. */
    static List<String> usurped(HeadSigner first, HeadSigner second) {
        List<String> lines = new ArrayList<>();
        AuditFixture export = new AuditFixture(lines::add);
        lines.add(AuditFormat.first(CHAIN, List.of(first.publicKey(), second.publicKey())));
        export.row(row(1));
        export.head(first);
        export.row(row(2));
        export.head(second);
        return lines;
    }

    /** Rows of which these are not {@link RowProof#RIGHT}. */
    static List<String> withProofs(RowProof... proofs) {
        List<String> lines = new ArrayList<>();
        AuditFixture export = new AuditFixture(lines::add);
        lines.add(AuditFormat.first(CHAIN, List.of(SIGNER.publicKey())));
        for (int i = 0; i < proofs.length; i++) {
            export.row(row(i + 1).with(AuditMember.PROOF, proofs[i].name()));
        }
        export.head(SIGNER);
        return lines;
    }

    static HeadSigner signer() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            return new HeadSigner(pair.getPrivate(), (RSAPublicKey) pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
