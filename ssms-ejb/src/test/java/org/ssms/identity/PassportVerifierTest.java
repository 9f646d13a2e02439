package org.ssms.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.base.test.TestCertificates.number;
import static org.ssms.base.test.TestCertificates.range;
import static org.ssms.base.test.TestCertificates.spc;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.base.test.SettableClock;
import org.ssms.base.test.TestCertificates;
import org.ssms.base.test.TestCertificates.Issued;
import org.ssms.base.test.TestCertificates.Request;
import org.ssms.config.TestConfig;
import org.ssms.identity.stir.StiCertificates;
import org.ssms.identity.stir.StiRoots;
import org.ssms.identity.stir.TestRepository;
import org.ssms.identity.stir.TestSigner;

class PassportVerifierTest {
    // the way to the certificates is real TLS, so the certificates must be valid today
    @SuppressWarnings("TimeInStaticInitializer")
    private static final Instant NOW = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);

    private static final long IAT = NOW.getEpochSecond();
    private static final Instant BEFORE = NOW.minus(Duration.ofDays(1));
    private static final Instant AFTER = NOW.plus(Duration.ofDays(1));
    private static final String ALICE = "12155551212";
    private static final String BOB = "493012345678";
    private static final char[] PASSWORD = "test-only-password".toCharArray();

    @TempDir
    private static Path folder;

    private static Issued root;
    private static Issued signer;
    private static TestRepository repository;

    private final SettableClock clock = new SettableClock(NOW);

    @BeforeAll
    static void issue() throws Exception {
        root = new Request("STI root", BEFORE, AFTER).authority().issue(null);
        repository = new TestRepository(
                new Request("repository", BEFORE, AFTER).loopbackAddress().issue(root));
        signer = new Request("SHAKEN 1234", BEFORE, AFTER)
                .usage(true)
                .numbers(spc("1234"))
                .issue(root);
        repository.put("/cert.pem", signer.pem());
        save("roots.p12", root);
    }

    @AfterAll
    static void close() {
        repository.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "B", "C"})
    void the_attestation_of_a_signed_call_is_told(String attest) {
        assertThat(verify(signed().shaken(attest, ALICE, BOB, IAT))).contains(Attestation.valueOf(attest));
    }

    @Test
    void the_uris_of_the_call_may_write_the_numbers_in_their_ways() {
        String identity = signed().shaken("A", ALICE, BOB, IAT);
        for (String origin : List.of(
                "tel:+1-215-555-1212",
                "sip:+12155551212@gw.example.net;user=phone",
                "sips:+12155551212;cpc=ordinary@gw.example.net",
                "sip:%2B12155551212@gw.example.net:5080")) {
            for (String destination :
                    List.of("tel:+493012345678", "sip:03012345678@example.org", "tel:00493012345678")) {
                assertThat(verifier().verify(check(origin, destination, identity)))
                        .as(origin + " " + destination)
                        .contains(Attestation.A);
            }
        }
    }

    @Test
    void an_altered_passport_is_none() {
        String identity = signed().shaken("C", ALICE, BOB, IAT);
        String forged = TestSigner.claims("A", ALICE, BOB, IAT);
        String[] token = identity.split("[.;]", -1);
        String altered = identity.replace(token[1], base64(forged));
        assertThat(altered).isNotEqualTo(identity);
        assertThat(verify(altered)).isEmpty();
        char last = token[2].charAt(5);
        String otherSignature = identity.replace(
                token[2], token[2].substring(0, 5) + (last == 'A' ? 'B' : 'A') + token[2].substring(6));
        assertThat(verify(otherSignature)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-60, true", "60, true", "-61, false", "61, false", "-86400, false"})
    void a_passport_is_good_for_a_minute(long age, boolean good) {
        assertThat(verify(signed().shaken("A", ALICE, BOB, IAT + age)).isPresent())
                .isEqualTo(good);
    }

    @Test
    void a_passport_for_another_call_is_none() {
        assertThat(verify(signed().shaken("A", "12155550000", BOB, IAT))).isEmpty();
        assertThat(verify(signed().shaken("A", ALICE, "493012340000", IAT))).isEmpty();
    }

    @Test
    void the_best_of_several_counts_and_only_the_first_four_are_looked_at() {
        String a = signed().shaken("A", ALICE, BOB, IAT);
        String b = signed().shaken("B", ALICE, BOB, IAT);
        String c = signed().shaken("C", ALICE, BOB, IAT);
        assertThat(verify(c, "rubbish", b)).contains(Attestation.B);
        assertThat(verify(c, a, b)).contains(Attestation.A);
        assertThat(verify(c, c, c, c, a)).contains(Attestation.C);
        assertThat(verify()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no algorithm | \"alg\":\"ES256\" | \"alg\":\"none\"",
                "HMAC | \"alg\":\"ES256\" | \"alg\":\"HS256\"",
                "critical | \"typ\" | \"crit\":[\"x\"],\"typ\"",
                "other extension | \"ppt\":\"shaken\" | \"ppt\":\"div\"",
                "other type | \"typ\":\"passport\" | \"typ\":\"JWT\"",
                "other place | cert.pem | other.pem"
            })
    void a_passport_of_another_kind_is_none(String why, String from, String to) {
        String header = signed().shakenHeader().replace(from, to);
        String claims = TestSigner.claims("A", ALICE, BOB, IAT);
        assertThat(verify(signed().identity(header, claims, ""))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no origid | \"origid\" | \"x\"",
                "unknown attestation | \"attest\":\"A\" | \"attest\":\"D\"",
                "iat as text | \"iat\":1 | \"iat\":\"x\",\"y\":1",
                "two origins | \"orig\":{ | \"orig\":{\"uri\":\"sip:a@b\",",
                "no destination | \"dest\":{\"tn\" | \"dest\":{\"x\""
            })
    void claims_that_do_not_have_their_form_are_none(String why, String from, String to) {
        String claims = TestSigner.claims("A", ALICE, BOB, IAT).replace(from, to);
        assertThat(claims).contains(to);
        assertThat(verify(signed().identity(signed().shakenHeader(), claims, "")))
                .isEmpty();
    }

    @Test
    void the_extension_in_the_header_field_must_be_that_of_the_passport() {
        String claims = TestSigner.claims("A", ALICE, BOB, IAT);
        assertThat(verify(signed().identity(signed().shakenHeader(), claims, "ppt=shaken")))
                .isPresent();
        assertThat(verify(signed().identity(signed().shakenHeader(), claims, "ppt=div")))
                .isEmpty();
        assertThat(verify(signed().identity(signed().baseHeader(), claims, "ppt=shaken")))
                .isEmpty();
    }

    @Test
    void a_certificate_signs_for_its_numbers_only() {
        TestSigner one = issue("/one.pem", new Request("one", BEFORE, AFTER).numbers(number(ALICE)));
        TestSigner some = issue("/range.pem", new Request("range", BEFORE, AFTER).numbers(range("12155551200", 13)));
        TestSigner few = issue("/few.pem", new Request("few", BEFORE, AFTER).numbers(range("12155551200", 12)));
        TestSigner none = issue("/none.pem", new Request("none", BEFORE, AFTER).dnsName("example.net"));
        assertThat(verify(one.shaken("A", ALICE, BOB, IAT))).isPresent();
        assertThat(verify(some.shaken("A", ALICE, BOB, IAT))).isPresent();
        assertThat(verify(few.shaken("A", ALICE, BOB, IAT))).isEmpty();
        assertThat(verify(none.shaken("A", ALICE, BOB, IAT))).isEmpty();
    }

    @Test
    void a_certificate_that_does_not_hold_is_none() {
        Issued stranger = new Request("STI root", BEFORE, AFTER).authority().issue(null);
        Issued foreign = signerRequest().issue(stranger);
        repository.put("/foreign.pem", foreign.pem() + stranger.pem());
        Issued expired = signerRequestUntil(NOW.minusSeconds(60)).issue(root);
        repository.put("/expired.pem", expired.pem());
        Issued selfMade = signerRequest().issue(null);
        repository.put("/self.pem", selfMade.pem());
        Issued underSigner = signerRequest().issue(signer);
        repository.put("/under.pem", underSigner.pem() + signer.pem());
        assertThat(verify(signer(foreign, "/foreign.pem").shaken("A", ALICE, BOB, IAT)))
                .isEmpty();
        assertThat(verify(signer(expired, "/expired.pem").shaken("A", ALICE, BOB, IAT)))
                .isEmpty();
        assertThat(verify(signer(selfMade, "/self.pem").shaken("A", ALICE, BOB, IAT)))
                .isEmpty();
        assertThat(verify(signer(underSigner, "/under.pem").shaken("A", ALICE, BOB, IAT)))
                .isEmpty();
        assertThat(verify(signer(root, "/root.pem").shaken("A", ALICE, BOB, IAT)))
                .isEmpty();
        TestSigner other = issue("/usage.pem", signerRequest().usage(false));
        assertThat(verify(other.shaken("A", ALICE, BOB, IAT))).isEmpty();
        TestSigner curve = issue("/p384.pem", signerRequest().keys(TestCertificates.newKeys("secp384r1")));
        assertThat(verify(curve.identity(curve.shakenHeader(), "{}", ""))).isEmpty();
    }

    @Test
    void a_chain_over_an_intermediate_holds_while_all_of_it_is_valid() {
        Issued middle =
                new Request("STI CA", BEFORE, NOW.plusSeconds(30)).authority().issue(root);
        Issued leaf = signerRequest().issue(middle);
        repository.put("/chain.pem", leaf.pem() + middle.pem() + root.pem());
        TestSigner chained = signer(leaf, "/chain.pem");
        PassportVerifier verifier = verifier();
        assertThat(verifier.verify(call(chained.shaken("A", ALICE, BOB, IAT)))).isPresent();
        clock.advance(Duration.ofSeconds(31));
        assertThat(verifier.verify(call(chained.shaken("A", ALICE, BOB, IAT)))).isEmpty();
    }

    @Test
    void a_certificate_is_fetched_once_and_a_missing_one_not_again_at_once() {
        PassportVerifier verifier = verifier();
        int before = repository.requests.get();
        for (int i = 0; i < 5; i++) {
            assertThat(verifier.verify(call(signed().shaken("A", ALICE, BOB, IAT))))
                    .isPresent();
            assertThat(verifier.verify(call(signer(signer, "/missing.pem").shaken("A", ALICE, BOB, IAT))))
                    .isEmpty();
        }
        assertThat(repository.requests.get() - before).isEqualTo(2);
        assertThat(verifier.verifiedCount()).isEqualTo(5);
        assertThat(verifier.refusedCount()).isEqualTo(5);
        repository.put("/missing.pem", signer.pem());
        clock.advance(Duration.ofSeconds(31));
        assertThat(verifier.verify(call(signer(signer, "/missing.pem").shaken("A", ALICE, BOB, IAT))))
                .isPresent();
    }

    @Test
    void redirects_and_long_answers_are_not_followed() {
        repository.put("/long.pem", signer.pem() + "#".repeat(70_000));
        repository.put("/chunked-long.pem", signer.pem() + "#".repeat(70_000));
        repository.put("/chunked.pem", signer.pem());
        assertThat(verify(signer(signer, "/moved.pem").shaken("A", ALICE, BOB, IAT)))
                .isEmpty();
        assertThat(verify(signer(signer, "/long.pem").shaken("A", ALICE, BOB, IAT)))
                .isEmpty();
        assertThat(verify(signer(signer, "/chunked-long.pem").shaken("A", ALICE, BOB, IAT)))
                .isEmpty();
        assertThat(verify(signer(signer, "/chunked.pem").shaken("A", ALICE, BOB, IAT)))
                .isPresent();
    }

    @Test
    void only_hosts_that_are_allowed_are_asked() {
        int before = repository.requests.get();
        PassportVerifier strict = verifier(Set.of("certificates.example.net"));
        assertThat(strict.verify(call(signed().shaken("A", ALICE, BOB, IAT)))).isEmpty();
        assertThat(verify(new TestSigner(
                                signer.keys().getPrivate(),
                                repository.url("/cert.pem").replace("https", "http"))
                        .shaken("A", ALICE, BOB, IAT)))
                .isEmpty();
        // a name that leads to loopback, although it is allowed
        PassportVerifier named = verifier(Set.of(repository.host().replace("127.0.0.1", "localhost")));
        assertThat(named.verify(call(new TestSigner(
                                signer.keys().getPrivate(),
                                repository.url("/cert.pem").replace("127.0.0.1", "localhost"))
                        .shaken("A", ALICE, BOB, IAT))))
                .isEmpty();
        assertThat(repository.requests).hasValue(before);
    }

    @Test
    void without_roots_nothing_is_verified_or_fetched() {
        int before = repository.requests.get();
        IdentityConfig config = config();
        StiCertificates none = new StiCertificates(
                StiRoots.none(), Set.of(repository.host()), Duration.ofSeconds(5), clock, Runnable::run);
        PassportVerifier verifier = new PassportVerifier(none, config, clock);
        assertThat(verifier.verify(call(signed().shaken("A", ALICE, BOB, IAT)))).isEmpty();
        assertThat(repository.requests).hasValue(before);
    }

    @Test
    void a_base_passport_vouches_as_far_as_its_certificate() {
        String claims = "{\"dest\":{\"tn\":[\"%s\"]},\"iat\":%d,\"orig\":{\"tn\":\"%s\"}}".formatted(BOB, IAT, ALICE);
        TestSigner owner = issue("/owner.pem", new Request("owner", BEFORE, AFTER).numbers(number(ALICE)));
        assertThat(verify(owner.identity(owner.baseHeader(), claims, ""))).contains(Attestation.A);
        assertThat(verify(signed().identity(signed().baseHeader(), claims, ""))).contains(Attestation.C);
    }

    @Test
    void a_base_passport_may_name_uris() {
        TestSigner domain = issue("/domain.pem", new Request("domain", BEFORE, AFTER).dnsName("Example.NET"));
        String claims = "{\"dest\":{\"uri\":[\"sip:bob@example.org\"]},\"iat\":%d,\"orig\":{\"uri\":\"sip:alice@%s\"}}";
        String good = domain.identity(domain.baseHeader(), claims.formatted(IAT, "example.net"), "");
        String other = domain.identity(domain.baseHeader(), claims.formatted(IAT, "example.com"), "");
        PassportVerifier verifier = verifier();
        assertThat(verifier.verify(check("sip:alice@Example.net;transport=tcp", "sip:bob@example.org:5060", good)))
                .contains(Attestation.A);
        assertThat(verifier.verify(check("sip:alice@example.com", "sip:bob@example.org", other)))
                .isEmpty();
    }

    @Test
    void the_compact_form_is_put_together_from_the_call() {
        TestSigner owner = issue("/compact.pem", new Request("owner", BEFORE, AFTER).numbers(number(ALICE)));
        String claims = "{\"dest\":{\"tn\":[\"%s\"]},\"iat\":%d,\"orig\":{\"tn\":\"%s\"}}".formatted(BOB, IAT, ALICE);
        String identity = owner.compact(claims);
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(NOW.atOffset(ZoneOffset.UTC));
        PassportVerifier verifier = verifier();
        assertThat(verifier.verify(new PassportCheck(List.of(identity), "tel:+" + ALICE, "tel:+" + BOB, date)))
                .contains(Attestation.A);
        assertThat(verifier.verify(new PassportCheck(List.of(identity), "tel:+" + ALICE, "tel:+49", date)))
                .isEmpty();
        assertThat(verifier.verify(new PassportCheck(List.of(identity), "tel:+" + ALICE, "tel:+" + BOB, null)))
                .isEmpty();
        assertThat(verifier.verify(new PassportCheck(List.of(identity), "tel:+" + ALICE, "tel:+" + BOB, "today")))
                .isEmpty();
        assertThat(verifier.verify(
                        new PassportCheck(List.of(identity + ";ppt=shaken"), "tel:+" + ALICE, "tel:+" + BOB, date)))
                .isEmpty();
    }

    private static Request signerRequest() {
        return signerRequestUntil(AFTER);
    }

    private static Request signerRequestUntil(Instant end) {
        return new Request("SHAKEN", BEFORE, end).numbers(spc("1234"));
    }

    private static TestSigner issue(String path, Request request) {
        Issued issued = request.issue(root);
        repository.put(path, issued.pem());
        return signer(issued, path);
    }

    private static TestSigner signed() {
        return signer(signer, "/cert.pem");
    }

    private static TestSigner signer(Issued issued, String path) {
        return new TestSigner(issued.keys().getPrivate(), repository.url(path));
    }

    private Optional<Attestation> verify(String... identities) {
        return verifier().verify(call(identities));
    }

    private static PassportCheck call(String... identities) {
        return check("sip:+12155551212@gw.example.net;user=phone", "tel:+" + BOB, identities);
    }

    private static PassportCheck check(String origin, String destination, String... identities) {
        return new PassportCheck(List.of(identities), origin, destination, null);
    }

    private PassportVerifier verifier() {
        return verifier(Set.of(repository.host()));
    }

    private PassportVerifier verifier(Set<String> hosts) {
        try {
            StiRoots roots = StiRoots.load(folder.resolve("roots.p12"), PASSWORD);
            StiCertificates certificates =
                    new StiCertificates(roots, hosts, Duration.ofSeconds(5), clock, Runnable::run);
            return new PassportVerifier(certificates, config(), clock);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static IdentityConfig config() {
        return IdentityConfig.from(TestConfig.with(Map.of("ssms.numbering.country-code", "49")));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static void save(String file, Issued anchor) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", anchor.certificate());
        try (OutputStream out = Files.newOutputStream(folder.resolve(file))) {
            store.store(out, PASSWORD);
        }
    }
}
