package org.ssms.protect.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.ssms.base.json.JsonObject;

class AuditVerifierTest {
    private static final int ROWS = 60;
    private static final int BATCH = 7;
    private static final int TRIALS = 1000;
    /** A member of a row with its value. */
    private static final Pattern MEMBER = Pattern.compile("\"([a-zA-Z]+)\":(\"(?:[^\"\\\\]|\\\\.)*\"|\\d+)");

    private final List<String> honest = AuditFixture.lines(ROWS, BATCH);
    private final Random random = new Random(20_261_128); // fixed seed: a failure repeats

    @Test
    void an_honest_export_is_sound_and_says_under_which_key() {
        assertThat(verify(honest)).isInstanceOfSatisfying(AuditVerdict.Sound.class, sound -> {
            assertThat(sound.firstPlace()).isEqualTo(1);
            assertThat(sound.lastPlace()).isEqualTo(ROWS);
            assertThat(sound.heads()).isEqualTo((ROWS + BATCH - 1) / BATCH);
            assertThat(sound.unproved()).isZero();
            assertThat(sound.keyIds()).containsExactly(AuditFixture.SIGNER.keyId());
        });
    }

    @Test
    void every_random_change_of_one_line_is_found_and_its_entry_named() {
        for (int i = 0; i < TRIALS; i++) {
            int line = anyLine();
            List<String> lines = new ArrayList<>(honest);
            lines.set(line, isHead(line) ? otherHead(lines.get(line)) : otherRow(lines.get(line)));
            assertThat(lines.get(line)).isNotEqualTo(honest.get(line));
            assertBad(lines, isHead(line) ? firstUnder(line) : placeOf(line));
        }
    }

    @Test
    void every_random_deletion_of_one_line_is_found_and_its_entry_named() {
        for (int i = 0; i < TRIALS; i++) {
            int line = anyLine();
            List<String> lines = new ArrayList<>(honest);
            lines.remove(line);
            assertBad(lines, isHead(line) ? firstUnder(line) : placeOf(line));
        }
    }

    @Test
    void every_random_swap_of_two_lines_is_found_and_the_first_entry_named() {
        for (int i = 0; i < TRIALS; i++) {
            int one = anyLine();
            int other = anyLine();
            if (one == other) {
                continue;
            }
            List<String> lines = new ArrayList<>(honest);
            Collections.swap(lines, one, other);
            int first = Math.min(one, other);
            assertBad(lines, isHead(first) ? placeOf(first) + 1 : placeOf(first));
        }
    }

    @Test
    void rows_whose_contents_are_swapped_are_found_though_their_places_stay() {
        List<String> lines = new ArrayList<>(honest);
        String place = "\"place\":\\d+";
        lines.set(9, honest.get(17).replaceFirst(place, "\"place\":" + placeOf(9)));
        lines.set(17, honest.get(9).replaceFirst(place, "\"place\":" + placeOf(17)));
        assertBad(lines, placeOf(9));
    }

    @Test
    void a_row_that_is_gone_is_told_from_one_that_stands_elsewhere() {
        List<String> without = new ArrayList<>(honest);
        String moved = without.remove(4);
        assertThat(((AuditVerdict.Bad) verify(without)).problem()).isEqualTo("is missing");
        without.add(20, moved);
        assertThat(((AuditVerdict.Bad) verify(without)).problem()).endsWith("it stands in line 21");
    }

    @Test
    void who_writes_all_hashes_anew_is_found_by_the_next_head() {
        List<String> lines = new ArrayList<>(honest);
        byte[] hash = AuditRow.start(AuditFixture.CHAIN);
        for (int line = 1; line < lines.size(); line++) {
            if (!isHead(line)) {
                AuditRow row = AuditFixture.row(placeOf(line));
                AuditRow forged = line == 12 ? row.with(AuditMember.ACTOR, "mallory") : row;
                hash = forged.hash(hash);
                lines.set(line, forged.toJson(JsonObject.toBase64Url(hash)));
            }
        }
        assertBad(lines, firstUnder(nextHead(12)));
    }

    @Test
    void an_export_that_ends_behind_the_last_head_is_not_proved_to_its_end() {
        assertBad(honest.subList(0, honest.size() - 1), firstUnder(honest.size() - 1));
        assertBad(honest.subList(0, 1), 1);
        assertBad(List.of(), 1);
    }

    @Test
    void an_export_may_begin_with_a_head_and_says_so() {
        int head = nextHead(12);
        List<String> lines = new ArrayList<>(honest.subList(0, 1));
        lines.addAll(honest.subList(head, honest.size()));
        long number = (placeOf(head) + BATCH - 1) / BATCH;
        AuditExpectation partial = AuditExpectation.ofKeys(Set.of()).after(number);
        assertThat(verify(lines, partial))
                .isInstanceOfSatisfying(
                        AuditVerdict.Sound.class,
                        sound -> assertThat(sound.firstPlace()).isEqualTo(placeOf(head) + 1));
        assertThat(placeOfBad(verify(lines, partial.after(number + 1)))).isEqualTo(1);
        assertThat(placeOfBad(verify(honest, partial))).isEqualTo(1);
        lines.remove(2);
        assertThat(placeOfBad(verify(lines, partial))).isEqualTo(placeOf(head) + 1);
    }

    @Test
    void a_chain_whose_beginning_was_deleted_is_no_export_of_what_came_after_a_head() {
        for (int line = 1; line < honest.size() - 1; line++) {
            List<String> lines = new ArrayList<>(honest.subList(0, 1));
            lines.addAll(honest.subList(line + 1, honest.size()));
            assertBad(lines, 1);
        }
    }

    @Test
    void a_file_of_another_chain_is_none_of_the_one_that_is_known() {
        AuditExpectation known = new AuditExpectation(Set.of(), AuditFixture.CHAIN, 0, List.of());
        assertThat(verify(honest, known)).isInstanceOf(AuditVerdict.Sound.class);
        AuditExpectation other = new AuditExpectation(Set.of(), new UUID(1, 2), 0, List.of());
        assertThat(verify(honest, other)).isInstanceOf(AuditVerdict.Bad.class);
    }

    @Test
    void a_head_that_was_kept_is_missed_when_the_end_is_cut_and_when_history_is_written_anew() throws Exception {
        SignedHead middle = SignedHead.parse(headOf(honest.get(nextHead(20))));
        AuditExpectation kept = new AuditExpectation(Set.of(), null, 0, List.of(middle));
        assertThat(verify(honest, kept)).isInstanceOf(AuditVerdict.Sound.class);
        assertThat(placeOfBad(verify(honest.subList(0, nextHead(1) + 1), kept))).isEqualTo(BATCH + 1);
        List<String> anew = AuditFixture.lines(ROWS, BATCH + 1);
        assertThat(verify(anew)).isInstanceOf(AuditVerdict.Sound.class);
        assertThat(verify(anew, kept)).isInstanceOf(AuditVerdict.Bad.class);
        List<String> end = new ArrayList<>(honest.subList(0, 1));
        end.addAll(honest.subList(nextHead(40), honest.size()));
        AuditExpectation partial = kept.after((placeOf(nextHead(40)) + BATCH - 1) / BATCH);
        assertThat(placeOfBad(verify(end, partial))).isEqualTo(1);
    }

    @Test
    void a_key_that_a_signed_row_introduces_is_believed_and_no_other() {
        HeadSigner next = AuditFixture.signer();
        Set<String> known = Set.of(AuditFixture.SIGNER.keyId());
        assertThat(verify(AuditFixture.rotated(AuditFixture.SIGNER, next), known))
                .isInstanceOf(AuditVerdict.Sound.class);
        assertThat(verify(AuditFixture.usurped(AuditFixture.SIGNER, next), known))
                .isInstanceOfSatisfying(AuditVerdict.Bad.class, bad -> {
                    assertThat(bad.place()).isEqualTo(2);
                    assertThat(bad.problem()).contains(next.keyId());
                });
        assertThat(verify(AuditFixture.rotated(AuditFixture.SIGNER, next), Set.of(next.keyId())))
                .isInstanceOf(AuditVerdict.Bad.class);
    }

    @Test
    void a_file_that_is_signed_by_somebody_else_is_refused_by_who_knows_the_key() {
        assertThat(verify(honest, Set.of("another"))).isInstanceOf(AuditVerdict.Bad.class);
        List<String> lines = new ArrayList<>(honest);
        lines.set(
                0,
                AuditFormat.first(
                        AuditFixture.CHAIN, List.of(AuditFixture.signer().publicKey())));
        assertBad(lines, 1);
    }

    @Test
    void rows_without_proof_are_counted_at_the_beginning_and_refused_behind_it() {
        assertThat(verify(AuditFixture.withProofs(RowProof.NONE, RowProof.NONE, RowProof.RIGHT)))
                .isInstanceOfSatisfying(
                        AuditVerdict.Sound.class,
                        sound -> assertThat(sound.unproved()).isEqualTo(2));
        assertBad(AuditFixture.withProofs(RowProof.NONE, RowProof.RIGHT, RowProof.NONE), 3);
        assertBad(AuditFixture.withProofs(RowProof.RIGHT, RowProof.WRONG), 2);
    }

    @Test
    void what_is_behind_a_blot_is_verified_too_and_blots_are_counted() {
        List<String> lines =
                AuditFixture.withProofs(RowProof.RIGHT, RowProof.WRONG, RowProof.RIGHT, RowProof.WRONG, RowProof.RIGHT);
        assertThat(verify(lines)).isInstanceOfSatisfying(AuditVerdict.Bad.class, bad -> {
            assertThat(bad.place()).isEqualTo(2);
            assertThat(bad.line()).isEqualTo(3);
            assertThat(bad.blots()).isEqualTo(2);
            assertThat(bad.isRestSound()).isTrue();
        });
        lines.set(5, lines.get(5).replaceFirst("\"place\":5,\"id\":\\d+", "\"place\":5,\"id\":1"));
        assertThat(verify(lines)).isInstanceOfSatisfying(AuditVerdict.Bad.class, bad -> {
            assertThat(bad.place()).isEqualTo(2);
            assertThat(bad.end()).extracting(AuditVerdict.Bad::place).isEqualTo(5L);
            assertThat(bad.isRestSound()).isFalse();
        });
    }

    @Test
    void a_key_is_introduced_by_a_row_that_the_server_has_written_and_by_no_other() {
        HeadSigner next = AuditFixture.signer();
        Set<String> known = Set.of(AuditFixture.SIGNER.keyId());
        for (RowProof proof : List.of(RowProof.NONE, RowProof.WRONG)) {
            assertThat(verify(AuditFixture.rotated(AuditFixture.SIGNER, next, proof), known))
                    .isInstanceOfSatisfying(AuditVerdict.Bad.class, bad -> {
                        AuditVerdict.Bad end = bad.end() == null ? bad : bad.end();
                        assertThat(end.place()).isEqualTo(2);
                        assertThat(end.problem()).contains(next.keyId());
                    });
        }
    }

    @Test
    void what_the_server_says_of_alterations_is_told() {
        assertThat(verify(AuditFixture.altered("heads 3 to 4 are gone")))
                .isInstanceOfSatisfying(AuditVerdict.Sound.class, sound -> {
                    assertThat(sound.altered()).isEqualTo(1);
                    assertThat(sound.alterations()).singleElement().satisfies(alteration -> {
                        assertThat(alteration.place()).isEqualTo(1);
                        assertThat(alteration.what()).isEqualTo("heads 3 to 4 are gone");
                    });
                });
    }

    @Test
    void a_timestamp_of_something_else_is_a_blot_and_one_of_the_head_is_counted() {
        List<String> lines = new ArrayList<>(honest);
        int head = nextHead(1);
        String compact = headOf(lines.get(head));
        lines.set(head, AuditFormat.head(compact, AuditFixture.timestamp(compact)));
        assertThat(verify(lines))
                .isInstanceOfSatisfying(
                        AuditVerdict.Sound.class,
                        sound -> assertThat(sound.timestamps()).isEqualTo(1));
        List<String> others = List.of(AuditFixture.timestamp("a.b.c"), "AAAA", "", "MIAGCSqGSIb3DQEHAqCA", "?");
        for (String other : others) {
            lines.set(head, AuditFormat.head(compact, other));
            assertBad(lines, placeOf(head));
        }
    }

    @Test
    void any_bytes_are_bad_and_nothing_else_happens() {
        byte[] whole = bytes(honest);
        for (int i = 0; i < TRIALS; i++) {
            byte[] broken = whole.clone();
            for (int j = 0; j < 50; j++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            assertThat(verify(broken, Set.of())).isInstanceOf(AuditVerdict.Bad.class);
        }
    }

    /** A row or a head: not the first line. */
    private int anyLine() {
        return 1 + random.nextInt(honest.size() - 1);
    }

    private boolean isHead(int line) {
        return honest.get(line).startsWith("{\"head\"");
    }

    private int nextHead(int line) {
        return isHead(line) ? line : nextHead(line + 1);
    }

    /** Of a row; of a head that of the row before it. */
    private long placeOf(int line) {
        return honest.subList(1, line + 1).stream()
                .filter(text -> text.startsWith("{\"place\""))
                .count();
    }

    /** The first row for which this head stands, and none before it. */
    private long firstUnder(int head) {
        return (placeOf(head) - 1) / BATCH * BATCH + 1;
    }

    /** With another value of one member, without it, or with one more. */
    private String otherRow(String row) {
        List<MatchResult> members = MEMBER.matcher(row).results().toList();
        MatchResult member = members.get(random.nextInt(members.size()));
        int kind = random.nextInt(4);
        if (kind == 0 && !row.contains("\"grantId\"")) {
            return row.replaceFirst("\"event\"", "\"grantId\":\"x\",\"event\"");
        }
        if (kind == 1 && member.start() > 1) {
            return row.substring(0, member.start() - 1) + row.substring(member.end());
        }
        return row.substring(0, member.start(2)) + other(member.group(2)) + row.substring(member.end());
    }

    private String other(String value) {
        if (value.startsWith("\"")) {
            int at = 1 + random.nextInt(value.length() - 1);
            return value.substring(0, at) + (char) ('a' + random.nextInt(26)) + value.substring(at);
        }
        long number = Long.parseLong(value);
        return Long.toString(random.nextBoolean() ? number + 1 + random.nextInt(50) : Math.max(0, number - 1));
    }

    /** With another character. */
    private String otherHead(String head) {
        int from = head.indexOf(':') + 2;
        int at = from + random.nextInt(head.length() - 2 - from);
        char other;
        do {
            other = (char) ('A' + random.nextInt(26));
        } while (other == head.charAt(at));
        return head.substring(0, at) + other + head.substring(at + 1);
    }

    private static void assertBad(List<String> lines, long place) {
        AuditVerdict verdict = verify(lines);
        assertThat(verdict)
                .as(String.join("\n", lines))
                .isInstanceOfSatisfying(
                        AuditVerdict.Bad.class, bad -> assertThat(bad.place()).isEqualTo(place));
    }

    private static AuditVerdict verify(List<String> lines) {
        return verify(lines, Set.of());
    }

    private static AuditVerdict verify(List<String> lines, Set<String> keyIds) {
        return verify(bytes(lines), keyIds);
    }

    private static AuditVerdict verify(List<String> lines, AuditExpectation expected) {
        return verify(bytes(lines), expected);
    }

    private static AuditVerdict verify(byte[] export, Set<String> keyIds) {
        return verify(export, AuditExpectation.ofKeys(keyIds));
    }

    private static long placeOfBad(AuditVerdict verdict) {
        assertThat(verdict).isInstanceOf(AuditVerdict.Bad.class);
        return ((AuditVerdict.Bad) verdict).place();
    }

    private static String headOf(String line) {
        return line.replaceFirst("^\\{\"head\":\"([^\"]+)\".*$", "$1");
    }

    private static AuditVerdict verify(byte[] export, AuditExpectation expected) {
        try {
            return new AuditVerifier(expected).verify(new ByteArrayInputStream(export));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(List<String> lines) {
        return String.join("\n", lines).getBytes(UTF_8);
    }
}
