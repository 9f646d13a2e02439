package org.ssms.license.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssms.base.config.ConfigException;
import org.ssms.base.test.TestCertificates.Issued;
import org.ssms.base.test.TestCertificates.Request;
import org.ssms.guard.login.Asker;
import org.ssms.license.auth.Authentication.Later;
import org.ssms.license.auth.Authentication.Proved;
import org.ssms.license.auth.Authentication.Wrong;

class CertificateMethodTest extends AuthenticationContract {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path directory;

    private final Issued authority = authority("authority", null);
    private final Issued foreign = authority("authority", null);
    private Path authorities;
    private CertificateMethod method;

    @BeforeEach
    void know_an_authority() throws Exception {
        authorities = directory.resolve("ca.pem");
        Files.writeString(authorities, authority("another", null).pem() + authority.pem());
        method = method(Optional.empty());
    }

    private CertificateMethod method(Optional<Path> revoked) {
        return new CertificateMethod(new CertificateConfig(authorities, revoked), this::version, door, audit, clock);
    }

    private OptionalLong version(String name) {
        work.incrementAndGet();
        return isUsable(name) ? OptionalLong.of(version) : OptionalLong.empty();
    }

    @Override
    AuthenticationMethod method() {
        return method;
    }

    /** The authority issues to everybody; whoever has another secret has a certificate of another one. */
    @Override
    Evidence proof(String username, String secret) {
        return shown(HOME, client(username).issue(secret.equals(password) ? authority : foreign));
    }

    @Override
    Evidence from(Asker asker, String username) {
        return shown(asker, client(username).issue(authority));
    }

    @Override
    Evidence oversize() {
        return shown(HOME, Collections.nCopies(6, authority).toArray(Issued[]::new));
    }

    /** The handshake of each connection shows anew who has the key. */
    @Override
    boolean isGoodOnce() {
        return false;
    }

    @Test
    void without_a_certificate_there_is_no_proof_and_no_header_asks_for_one() {
        assertThat(method.isUsedBy(shown(HOME))).isFalse();
        assertThat(method.challenge("127.0.0.77", false)).isEmpty();
    }

    @Test
    void the_authority_itself_may_come_along_and_one_that_it_has_made() throws Exception {
        Issued below = authority("below", authority);
        Issued alice = client(ALICE).issue(below);
        assertThat(verify(shown(HOME, alice, below, authority))).isEqualTo(new Proved(ALICE, 3));
        assertThat(verify(shown(HOME, alice, below))).isEqualTo(new Proved(ALICE, 3));
        assertThat(verify(shown(HOME, alice))).as("one is missing").isEqualTo(new Wrong(ALICE));
    }

    @Test
    void whoever_is_no_authority_issues_nothing() throws Exception {
        Issued bob = client("bob").issue(authority);
        assertThat(verify(shown(HOME, client(ALICE).issue(bob), bob))).isEqualTo(new Wrong(ALICE));
    }

    @Test
    void a_certificate_is_good_in_its_time_only_and_in_that_of_its_authority() throws Exception {
        Evidence early = shown(HOME, lasting(DAY.dividedBy(4), DAY.dividedBy(2)));
        Evidence late = shown(HOME, lasting(Duration.ZERO, DAY.multipliedBy(2)));
        assertThat(verify(early)).as("not yet").isEqualTo(new Wrong(ALICE));
        clock.advance(DAY.dividedBy(3));
        assertThat(verify(early)).isEqualTo(new Proved(ALICE, 3));
        clock.advance(DAY.dividedBy(3));
        assertThat(verify(early)).as("over").isEqualTo(new Wrong(ALICE));
        assertThat(verify(late)).isEqualTo(new Proved(ALICE, 3));
        clock.advance(DAY.dividedBy(2));
        assertThat(verify(late)).as("the authority is over").isEqualTo(new Wrong(ALICE));
    }

    private Issued lasting(Duration from, Duration until) {
        return new Request(ALICE, clock.instant().plus(from), clock.instant().plus(until))
                .usage(true)
                .purpose(true)
                .issue(authority);
    }

    @Test
    void a_certificate_that_is_not_for_clients_says_nothing() throws Exception {
        List<Request> odd = List.of(
                request(ALICE).usage(true),
                request(ALICE).usage(true).purpose(false),
                request(ALICE).usage(false).purpose(true),
                request(ALICE).authority().usage(true).purpose(true));
        for (Request request : odd) {
            assertThat(verify(shown(HOME, request.issue(authority)))).isEqualTo(new Wrong(ALICE));
        }
        assertThat(verify(shown(HOME, request(ALICE).purpose(true).issue(authority))))
                .as("its use is not restricted")
                .isEqualTo(new Proved(ALICE, 3));
    }

    @Test
    void names_that_no_account_has_are_nobody_s() throws Exception {
        for (String name : List.of("mailto:a@example.com", " ", "a".repeat(65), "alice\n")) {
            assertThat(verify(proof(name, password))).as(name).isInstanceOf(Wrong.class);
        }
        assertThat(verify(proof("Alice", password))).isEqualTo(new Wrong("Alice"));
        assertThat(lines).noneMatch(line -> line.contains("granted") || line.contains("mailto"));
    }

    @Test
    void a_certificate_that_was_revoked_is_refused_as_soon_as_the_list_says_so() throws Exception {
        Issued alice = client(ALICE).issue(authority);
        Path revoked = Files.write(directory.resolve("crl"), list());
        method = method(Optional.of(revoked));
        assertThat(verify(shown(HOME, alice))).isEqualTo(new Proved(ALICE, 3));
        Files.write(revoked, list(alice.certificate()));
        assertThat(verify(shown(HOME, alice))).isEqualTo(new Wrong(ALICE));
        assertThat(verify(shown(HOME, client(ALICE).issue(authority)))).isEqualTo(new Proved(ALICE, 3));
    }

    @Test
    void while_nobody_knows_what_is_revoked_a_right_certificate_has_to_wait_and_a_wrong_one_is_wrong()
            throws Exception {
        Path revoked = Files.write(directory.resolve("crl"), list());
        method = method(Optional.of(revoked));
        byte[] over =
                authority.revoking(clock.instant().minus(DAY), clock.instant().minus(DAY.dividedBy(2)));
        byte[] foreignOne =
                foreign.revoking(clock.instant().minus(DAY), clock.instant().plus(DAY));
        for (byte[] list : List.of(over, foreignOne, new byte[] {1})) {
            Files.write(revoked, list);
            assertThat(verify(proof(ALICE, password))).isInstanceOf(Later.class);
            assertThat(verify(proof(ALICE, "wrong"))).isEqualTo(new Wrong(ALICE));
        }
        Files.write(revoked, list());
        assertThat(verify(from(ELSEWHERE, ALICE))).isEqualTo(new Proved(ALICE, 3));
    }

    @Test
    void files_without_what_they_should_have_stop_the_start_and_name_their_key() throws Exception {
        Path odd = Files.writeString(directory.resolve("odd"), "");
        assertThatThrownBy(() -> method(Optional.of(odd)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("ssms.license.client-certificates.crl:");
        authorities = odd;
        assertThatThrownBy(() -> method(Optional.empty()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("ssms.license.client-certificates.ca:");
    }

    private byte[] list(X509Certificate... revoked) {
        return authority.revoking(
                clock.instant().minusSeconds(60), clock.instant().plus(DAY), revoked);
    }

    private Request client(String name) {
        return request(name).usage(true).purpose(true);
    }

    private Request request(String name) {
        return new Request(
                name, clock.instant().minusSeconds(60), clock.instant().plus(DAY));
    }

    private Issued authority(String name, @Nullable Issued above) {
        return request(name).authority().issue(above);
    }

    private static Evidence shown(Asker asker, Issued... chain) {
        List<X509Certificate> certificates =
                Arrays.stream(chain).map(Issued::certificate).toList();
        return new Evidence(asker, "POST", PATH, null, null, certificates);
    }
}
