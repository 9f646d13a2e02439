package org.ssms.license.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ssms.base.test.SettableClock;
import org.ssms.protect.dpop.DpopKey;
import org.ssms.protect.dpop.DpopProof;

class DpopProofsTest {
    private static final String METHOD = "POST";
    private static final String URL = "https://license.example/license/v1/sessions";

    private final SettableClock clock = new SettableClock();
    private final DpopKey key = DpopKey.generate();
    private UsedProofs used;
    private DpopProofs proofs;

    @BeforeEach
    void keep_what_was_used() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:org/ssms/license/schema")
                .load()
                .migrate();
        used = new UsedProofs(database);
        proofs = new DpopProofs(used, clock);
    }

    @Test
    void one_proof_for_this_request_is_read() {
        String proof = proof(clock.instant());
        assertThat(proofs.read(List.of(proof), METHOD, URL)).isPresent();
        assertThat(proofs.read(List.of(), METHOD, URL)).as("none").isEmpty();
        assertThat(proofs.read(List.of(proof, proof), METHOD, URL)).as("two").isEmpty();
        assertThat(proofs.read(List.of(proof + "," + proof), METHOD, URL))
                .as("two in one")
                .isEmpty();
        assertThat(proofs.read(List.of(""), METHOD, URL)).isEmpty();
        assertThat(proofs.read(List.of(proof), "GET", URL)).isEmpty();
        assertThat(proofs.read(List.of(proof), METHOD, URL + "/renewed")).isEmpty();
        assertThat(proofs.read(List.of(proof), METHOD, URL.replace("https", "http")))
                .isEmpty();
    }

    @Test
    void a_proof_is_of_now_by_five_minutes() {
        Instant now = clock.instant();
        for (Duration off : List.of(Duration.ZERO, DpopProofs.WINDOW, DpopProofs.WINDOW.negated())) {
            assertThat(proofs.read(List.of(proof(now.plus(off))), METHOD, URL))
                    .as("%s", off)
                    .isPresent();
        }
        Duration more = DpopProofs.WINDOW.plusSeconds(1);
        for (Duration off : List.of(more, more.negated(), Duration.ofDays(300_000), Duration.ofDays(-20_000))) {
            assertThat(proofs.read(List.of(proof(now.plus(off))), METHOD, URL))
                    .as("%s", off)
                    .isEmpty();
        }
    }

    @Test
    void t1_a_proof_is_good_once_as_long_as_it_is_of_now_on_all_servers_of_one_database() {
        Instant latest = clock.instant().plus(DpopProofs.WINDOW);
        DpopProof proof = read(proof(latest));
        assertThat(proofs.use(proof, key.thumbprint())).isTrue();
        DpopProofs another = new DpopProofs(used, clock);
        for (int i = 0; i < 2; i++) {
            assertThat(another.use(proof, key.thumbprint())).isFalse();
            assertThat(proofs.use(read(proof(clock.instant())), key.thumbprint()))
                    .as("another proof")
                    .isTrue();
            clock.advance(DpopProofs.WINDOW.multipliedBy(2));
            assertThat(proofs.read(List.of(proof(latest)), METHOD, URL).isPresent())
                    .isEqualTo(i == 0);
        }
    }

    @Test
    void nobody_uses_up_the_proof_of_another_by_its_id() throws Exception {
        ECKey thief = new ECKeyGenerator(Curve.P_256).generate();
        ECKey owner = new ECKeyGenerator(Curve.P_256).generate();
        DpopProof first = DpopProof.parse(withId(thief, "the same"));
        DpopProof second = DpopProof.parse(withId(owner, "the same"));
        assertThat(proofs.use(first, first.signer().orElseThrow())).isTrue();
        assertThat(proofs.use(second, second.signer().orElseThrow())).isTrue();
        assertThat(proofs.use(second, second.signer().orElseThrow())).isFalse();
    }

    @Test
    void a_long_id_is_kept_as_any() throws Exception {
        ECKey owner = new ECKeyGenerator(Curve.P_256).generate();
        DpopProof proof = DpopProof.parse(withId(owner, "\u00e4".repeat(256)));
        assertThat(proofs.use(proof, proof.signer().orElseThrow())).isTrue();
        assertThat(proofs.use(proof, proof.signer().orElseThrow())).isFalse();
    }

    private String withId(ECKey signer, String id) throws Exception {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(signer.toPublicJWK())
                .build();
        Map<String, Object> claims = Map.of(
                "jti", id, "htm", METHOD, "htu", URL, "iat", clock.instant().getEpochSecond());
        JWSObject jws = new JWSObject(header, new Payload(claims));
        jws.sign(new ECDSASigner(signer));
        return jws.serialize();
    }

    private DpopProof read(String proof) {
        return proofs.read(List.of(proof), METHOD, URL).orElseThrow();
    }

    private String proof(Instant at) {
        return key.proof(METHOD, URI.create(URL), null, at);
    }
}
