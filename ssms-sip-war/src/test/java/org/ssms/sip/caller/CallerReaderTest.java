package org.ssms.sip.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.identity.CallerIdentity;
import org.ssms.identity.IdentitySource;

class CallerReaderTest {
    private static final List<String> ASSERTED = List.of("\"Erin\" <tel:+4930123>", "<sip:erin@gateway.example>");

    private final CallerReader reader = new CallerReader("localhost");

    private static CallerClaims claims(List<String> asserted, String... privacy) {
        return new CallerClaims("sip:mallory@elsewhere.example", "Mallory", asserted, List.of(privacy));
    }

    @Test
    void a_stranger_is_who_from_says() {
        assertThat(reader.read(claims(ASSERTED), Sender.STRANGER))
                .isEqualTo(new CallerIdentity("sip:mallory@elsewhere.example", "Mallory", IdentitySource.FROM, null));
    }

    @Test
    void a_trunk_asserts_the_caller() {
        assertThat(reader.read(claims(ASSERTED), Sender.TRUNK))
                .isEqualTo(new CallerIdentity("tel:+4930123", "Erin", IdentitySource.ASSERTED, null));
    }

    @Test
    void a_trunk_without_an_assertion_leaves_from() {
        assertThat(reader.read(claims(List.of()), Sender.TRUNK).source()).isEqualTo(IdentitySource.FROM);
        assertThat(reader.read(claims(List.of("<junk")), Sender.TRUNK).source()).isEqualTo(IdentitySource.FROM);
        assertThat(reader.read(claims(List.of("<http://x>")), Sender.TRUNK).source())
                .isEqualTo(IdentitySource.FROM);
    }

    @Test
    void a_trunk_may_leave_out_the_brackets_and_one_broken_address_takes_nothing_from_the_next() {
        assertThat(reader.read(claims(List.of("<sip:x, \"Jürgen Müller\" tel:+4930123")), Sender.TRUNK)
                        .source())
                .isEqualTo(IdentitySource.FROM);
        assertThat(reader.read(claims(List.of("<x>", "\"Jürgen Müller\" tel:+4930123")), Sender.TRUNK))
                .isEqualTo(new CallerIdentity("tel:+4930123", "Jürgen Müller", IdentitySource.ASSERTED, null));
    }

    /** All withheld callers of all trunks would be one, and a proved one. */
    @Test
    void a_trunk_that_asserts_anonymous_asserts_nobody() {
        List<String> anonymous = List.of("\"Anonymous\" <sip:anonymous@anonymous.invalid>");
        assertThat(reader.read(claims(anonymous), Sender.TRUNK).source()).isEqualTo(IdentitySource.FROM);
        assertThat(reader.read(claims(anonymous, "id"), Sender.TRUNK))
                .isEqualTo(CallerIdentity.anonymous(IdentitySource.FROM, null));
    }

    @Test
    void who_authenticated_is_the_subscriber() {
        assertThat(reader.read(claims(ASSERTED), Sender.subscriber("bob")))
                .isEqualTo(
                        new CallerIdentity("sip:bob@localhost", "Mallory", IdentitySource.AUTHENTICATED, null, "bob"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "user;critical", "header"})
    void privacy_makes_anonymous_and_only_the_audit_knows_better(String privacy) {
        assertThat(reader.read(claims(ASSERTED, privacy), Sender.TRUNK))
                .isEqualTo(CallerIdentity.anonymous(IdentitySource.ASSERTED, "tel:+4930123"));
    }

    @Test
    void a_stranger_may_be_anonymous_too_and_asserts_nothing_to_the_audit() {
        assertThat(reader.read(claims(ASSERTED, "id"), Sender.STRANGER))
                .isEqualTo(CallerIdentity.anonymous(IdentitySource.FROM, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:alice@localhost;x=%", "sip:@localhost", "im:alice@localhost", "tel:alice", "alice"})
    void a_name_that_cannot_be_read_is_not_shown(String from) {
        CallerClaims claims = new CallerClaims(from, "Alice", ASSERTED, List.of());
        assertThat(reader.read(claims, Sender.STRANGER)).isEqualTo(CallerIdentity.anonymous(IdentitySource.FROM, null));
        assertThat(reader.read(claims, Sender.TRUNK).address()).isEqualTo("tel:+4930123");
    }

    @Test
    void an_anonymous_from_wants_privacy() {
        CallerClaims claims = new CallerClaims("sip:Anonymous@Anonymous.Invalid", "x", ASSERTED, List.of());
        assertThat(reader.read(claims, Sender.TRUNK))
                .isEqualTo(CallerIdentity.anonymous(IdentitySource.ASSERTED, "tel:+4930123"));
    }

    @Test
    void a_passport_must_name_what_the_trunk_asserts() {
        assertThat(reader.origin(claims(ASSERTED), Sender.TRUNK)).isEqualTo("tel:+4930123");
        assertThat(reader.origin(claims(ASSERTED), Sender.STRANGER)).isEqualTo("sip:mallory@elsewhere.example");
    }
}
