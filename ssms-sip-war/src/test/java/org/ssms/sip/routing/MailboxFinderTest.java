package org.ssms.sip.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ssms.location.CalledParty;
import org.ssms.location.DiversionReason;
import org.ssms.sip.routing.MailboxFinder.Found;

class MailboxFinderTest {
    private static final Map<String, String> SUBSCRIBERS =
            Map.of("alice", "alice", "bob", "bob", "carol", "carol", "dave", "dave", "+4930123", "erin");

    private static final List<String> HISTORY = List.of(
            "<sip:desk@elsewhere.example>;index=1",
            "<sip:alice@localhost?Reason=SIP%3Bcause%3D486>;index=1.1;mp=1",
            "<sip:bob@localhost?Reason=SIP%3Bcause%3D408>;index=1.1.1;mp=1.1");
    private static final List<String> DIVERSION =
            List.of("<sip:dave@localhost>;reason=no-answer", "<sip:bob@localhost>;reason=user-busy");
    private static final List<String> CALLED = List.of("<sip:carol@localhost>");
    private static final String TO = "sip:dave@localhost";

    private final MailboxFinder finder = new MailboxFinder(
            TargetReaderTest.reader("vm.localhost"), party -> Optional.ofNullable(SUBSCRIBERS.get(party.user())));

    private static DivertedCall call(List<String> history, List<String> diversion, List<String> called) {
        return new DivertedCall(history, diversion, called, TO);
    }

    @Test
    void the_earliest_entry_of_ours_in_history_info_comes_first() {
        assertThat(finder.find(call(HISTORY, DIVERSION, CALLED), true))
                .contains(new Found("alice", DiversionReason.BUSY));
    }

    @Test
    void then_the_original_party_of_diversion() {
        assertThat(finder.find(call(List.of(), DIVERSION, CALLED), true))
                .contains(new Found("bob", DiversionReason.BUSY));
    }

    @Test
    void then_the_called_party_id() {
        assertThat(finder.find(call(List.of(), List.of(), CALLED), true))
                .contains(new Found("carol", DiversionReason.UNKNOWN));
    }

    @Test
    void to_comes_last() {
        assertThat(finder.find(call(List.of(), List.of(), List.of()), true))
                .contains(new Found("dave", DiversionReason.UNKNOWN));
    }

    @Test
    void a_stranger_is_believed_nothing_but_to() {
        assertThat(finder.find(call(HISTORY, DIVERSION, CALLED), false))
                .contains(new Found("dave", DiversionReason.UNKNOWN));
        assertThat(finder.reason(call(HISTORY, DIVERSION, CALLED), false)).isEqualTo(DiversionReason.UNKNOWN);
    }

    /** Each one costs a question to the database. */
    @Test
    void of_a_history_without_end_only_the_first_names_are_looked_up() {
        List<CalledParty> asked = new ArrayList<>();
        MailboxFinder counting = new MailboxFinder(TargetReaderTest.reader("vm.localhost"), party -> {
            asked.add(party);
            return Optional.empty();
        });
        List<String> history = new ArrayList<>();
        for (int i = 1; i <= 60; i++) {
            history.add("<sip:+49301234" + (100 + i) + "@localhost>;index=" + i);
        }
        assertThat(counting.find(call(history, DIVERSION, CALLED), true)).isEmpty();
        assertThat(asked).hasSizeBetween(8, 32).doesNotHaveDuplicates();
    }

    @Test
    void a_broken_header_counts_as_none() {
        assertThat(finder.find(call(List.of("<sip:alice@localhost;index=1"), DIVERSION, CALLED), true))
                .contains(new Found("bob", DiversionReason.BUSY));
    }

    @Test
    void a_broken_entry_takes_nothing_from_the_others() {
        List<String> history = List.of("<sip:alice@localhost>;index=1, <sip:voicemail@127.0.0.1;index=1.1");
        assertThat(finder.find(call(history, DIVERSION, CALLED), true))
                .contains(new Found("alice", DiversionReason.UNKNOWN));
        List<String> diversion = List.of("<x>, <sip:bob@localhost>;reason=user-busy;;counter=1;, <sip:carol@");
        assertThat(finder.find(call(List.of(), diversion, CALLED), true))
                .contains(new Found("bob", DiversionReason.BUSY));
    }

    @Test
    void without_indexes_history_is_as_it_is_written() {
        List<String> history = List.of("<sip:carol@localhost>", "<sip:alice@localhost>");
        assertThat(finder.find(call(history, DIVERSION, CALLED), true))
                .contains(new Found("carol", DiversionReason.UNKNOWN));
    }

    @Test
    void a_trunk_names_our_numbers_and_extensions_by_its_own_host() {
        List<String> number = List.of("<sip:+4930123@sbc.carrier.example;user=phone>;reason=no-answer");
        assertThat(finder.find(call(List.of(), number, List.of()), true))
                .contains(new Found("erin", DiversionReason.NO_ANSWER));
        assertThat(finder.find(call(List.of(), List.of(), List.of("<sip:+4930123@fritz.example>")), true))
                .contains(new Found("erin", DiversionReason.UNKNOWN));
        List<String> extension = List.of("\"Alice\" <sip:alice@192.0.2.7>;reason=no-answer;screen=yes");
        DivertedCall byExtension = new DivertedCall(List.of(), extension, List.of(), "sip:voicemail@localhost");
        assertThat(finder.find(byExtension, true)).contains(new Found("alice", DiversionReason.NO_ANSWER));
        assertThat(finder.find(byExtension, false)).isEmpty();
    }

    @Test
    void a_name_at_somebody_elses_domain_is_his() {
        List<String> diverted = List.of("<sip:alice@partner.example>;reason=no-answer");
        assertThat(finder.find(new DivertedCall(List.of(), diverted, List.of(), "sip:voicemail@localhost"), true))
                .isEmpty();
    }

    @Test
    void nobody_is_looked_for_twice() {
        List<String> asked = new ArrayList<>();
        MailboxFinder asking = new MailboxFinder(TargetReaderTest.reader("vm.localhost"), party -> {
            asked.add(party.user());
            return Optional.empty();
        });
        List<String> history = Collections.nCopies(60, "<sip:7@localhost>;index=1,<sip:+497@sbc.example>;index=1.1");
        asking.find(new DivertedCall(history, List.of(), List.of(), "sip:voicemail@localhost"), true);
        assertThat(asked).containsExactlyInAnyOrder("7", "+497", "voicemail");
    }

    @Test
    void who_is_certainly_ours_goes_before_a_name_at_a_foreign_address() {
        List<String> history = List.of("<sip:alice@192.0.2.7>;index=1", "<sip:bob@localhost>;index=1.1");
        assertThat(finder.find(call(history, List.of(), List.of()), true))
                .contains(new Found("bob", DiversionReason.UNKNOWN));
    }

    @Test
    void numbers_find_their_subscriber() {
        assertThat(finder.find(call(List.of(), List.of("<tel:+49-30-123>;reason=unconditional"), List.of()), true))
                .contains(new Found("erin", DiversionReason.UNCONDITIONAL));
    }

    @Test
    void nobody_of_ours_is_nobody() {
        assertThat(finder.find(new DivertedCall(List.of(), List.of(), List.of(), "sip:voicemail@localhost"), true))
                .isEmpty();
        assertThat(finder.find(new DivertedCall(List.of(), List.of(), List.of(), "sip:alice@elsewhere.example"), false))
                .isEmpty();
    }

    @Test
    void the_reason_alone_can_be_asked_for() {
        assertThat(finder.reason(call(List.of(), DIVERSION, List.of()), true)).isEqualTo(DiversionReason.BUSY);
        assertThat(finder.reason(call(HISTORY, List.of(), List.of()), true)).isEqualTo(DiversionReason.BUSY);
    }
}
