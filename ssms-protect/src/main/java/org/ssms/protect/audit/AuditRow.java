package org.ssms.protect.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.protect.key.Sha256;

/**
 * One row of the audit: texts by member, absent where there is nothing to say. Its canonical bytes are, for each member
 * that is there, in the order of {@link AuditMember}: name, {@code =}, the number of bytes of its value in UTF-8,
 * {@code :}, the value, a line feed. A number is written with its digits. Immutable.
 */
public final class AuditRow {
    /** Of the hash in an export. */
    public static final String HASH = "hash";

    private static final byte[] MAC_CONTEXT = "ssms-audit-row-1\n".getBytes(US_ASCII);
    private static final String CHAIN_CONTEXT = "ssms-audit-1\n";
    private static final int MAX_CHARS = 1024;
    private static final AuditMember[] MEMBERS = AuditMember.values();
    private static final Set<String> NAMES = Stream.concat(Stream.of(MEMBERS).map(AuditMember::text), Stream.of(HASH))
            .collect(Collectors.toUnmodifiableSet());

    private final Map<AuditMember, String> texts;

    private AuditRow(Map<AuditMember, String> texts) {
        this.texts = texts;
    }

    public static AuditRow of(Map<AuditMember, String> texts) {
        Map<AuditMember, String> copy = new EnumMap<>(AuditMember.class);
        copy.putAll(texts);
        return new AuditRow(copy);
    }

    public @Nullable String text(AuditMember member) {
        return texts.get(member);
    }

    /** The same with another text of one member. */
    public AuditRow with(AuditMember member, String text) {
        AuditRow other = of(texts);
        other.texts.put(member, text);
        return other;
    }

    /**
     * Its number in the chain.
     *
     * @throws IllegalStateException when it has none yet
     */
    public long place() {
        String place = texts.get(AuditMember.PLACE);
        if (place == null) {
            throw new IllegalStateException("a row without a place");
        }
        return Long.parseLong(place);
    }

    /** What the MAC of the row is about: all that its decision says. */
    public byte[] said() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        out.writeBytes(MAC_CONTEXT);
        write(out, AuditMember::isSaid);
        return out.toByteArray();
    }

    /** The hash of the chain up to this row, SHA-256: of the hash before it, and of all its members. */
    public byte[] hash(byte[] before) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(768);
        write(out, member -> true);
        MessageDigest digest = Sha256.digest();
        digest.update(before);
        return digest.digest(out.toByteArray());
    }

    /** The hash before the first row of a chain. */
    public static byte[] start(UUID chain) {
        return Sha256.of((CHAIN_CONTEXT + chain).getBytes(US_ASCII));
    }

    private void write(ByteArrayOutputStream out, Predicate<AuditMember> which) {
        for (AuditMember member : MEMBERS) {
            String text = texts.get(member);
            if (text != null && which.test(member)) {
                byte[] value = text.getBytes(UTF_8);
                out.writeBytes((member.text() + "=" + value.length + ":").getBytes(US_ASCII));
                out.writeBytes(value);
                out.write('\n');
            }
        }
    }

    /** A line of an export, without its end. */
    public String toJson(String hash) {
        Map<String, Object> members = new LinkedHashMap<>();
        texts.forEach(
                (member, text) -> members.put(member.text(), member.isNumber() ? (Object) Long.valueOf(text) : text));
        members.put(HASH, hash);
        return JsonText.of(members);
    }

    /**
     * Reads a line of an export; its hash is left to the caller.
     *
     * @throws MalformedJsonException when it has a member that is none of a row, or one of the wrong type
     */
    public static AuditRow fromJson(JsonObject line) throws MalformedJsonException {
        line.onlyMembers(NAMES);
        Map<AuditMember, String> texts = new EnumMap<>(AuditMember.class);
        for (AuditMember member : MEMBERS) {
            String text = member.isNumber() ? number(line, member) : line.optionalText(member.text(), MAX_CHARS);
            if (text != null) {
                texts.put(member, text);
            }
        }
        return new AuditRow(texts);
    }

    private static @Nullable String number(JsonObject line, AuditMember member) throws MalformedJsonException {
        Long number = line.optionalInteger(member.text(), 0, Long.MAX_VALUE);
        return number == null ? null : number.toString();
    }
}
