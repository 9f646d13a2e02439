package org.ssms.license.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.guard.login.Asker;
import org.ssms.license.auth.Authentication.Proved;
import org.ssms.license.auth.Authentication.Replayed;
import org.ssms.license.auth.Authentication.Unasked;
import org.ssms.license.auth.Authentication.Wrong;
import org.ssms.protect.digest.MalformedCredentialsException;

class DigestMethodTest extends AuthenticationContract {
    private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");

    private final DigestMethod method = new DigestMethod(this::secret, door, audit, clock, random);

    @Override
    AuthenticationMethod method() {
        return method;
    }

    @Override
    Evidence proof(String username, String secret) throws Exception {
        return response(HOME, username, secret, nonce(HOME), 1, "POST", PATH);
    }

    @Override
    Evidence from(Asker asker, String username) throws Exception {
        return response(asker, username, password, nonce(asker), 1, "POST", PATH);
    }

    @Override
    Evidence oversize() throws Exception {
        return response(HOME, "a".repeat(5000), password, nonce(HOME), 1, "POST", PATH);
    }

    @Override
    boolean isGoodOnce() {
        return true;
    }

    private DigestSecret secret(String username) {
        work.incrementAndGet();
        return isUsable(username)
                ? new DigestSecret(a1(username, password), true, version)
                : new DigestSecret("0".repeat(64), false, 0);
    }

    @Test
    void the_challenge_is_for_sha_256_and_never_for_md5() {
        assertThat(method.challenge("127.0.0.77", false).orElseThrow())
                .startsWith("Digest realm=\"ssms-license\", qop=\"auth\", algorithm=SHA-256, nonce=\"")
                .doesNotContain("MD5")
                .doesNotContain("stale");
        assertThat(method.challenge("127.0.0.77", true).orElseThrow()).endsWith(", stale=true");
    }

    @Test
    void a_nonce_is_good_for_several_requests_of_growing_counts_and_each_of_them_once() throws Exception {
        String nonce = nonce(HOME);
        for (int count : new int[] {1, 2, 7}) {
            Evidence next = response(HOME, ALICE, password, nonce, count, "POST", PATH);
            assertThat(verify(next)).isInstanceOf(Proved.class);
            assertThat(verify(next)).isEqualTo(new Replayed(ALICE));
        }
    }

    @Test
    void a_nonce_that_is_too_old_is_answered_with_a_new_one_and_is_no_guess() throws Exception {
        String nonce = nonce(HOME);
        clock.advance(DigestMethod.NONCE_LIFETIME);
        for (int i = 0; i < 100; i++) {
            assertThat(verify(response(HOME, ALICE, "wrong", nonce, 1, "POST", PATH)))
                    .isEqualTo(new Unasked(true));
        }
        assertThat(work).hasValue(0);
        assertThat(verify(proof(ALICE, password))).isInstanceOf(Proved.class);
    }

    @Test
    void a_nonce_of_another_address_or_another_server_is_not_looked_at() throws Exception {
        Evidence captured = response(ELSEWHERE, ALICE, password, nonce(HOME), 1, "POST", PATH);
        assertThat(verify(captured)).isEqualTo(new Unasked(true));
        DigestMethod restarted = new DigestMethod(this::secret, door, audit, clock, random);
        assertThat(restarted.verify(proof(ALICE, password))).isEqualTo(new Unasked(true));
    }

    @Test
    void a_response_for_another_method_is_wrong_and_one_for_another_uri_is_malformed() throws Exception {
        assertThat(verify(response(HOME, ALICE, password, nonce(HOME), 1, "DELETE", PATH)))
                .isEqualTo(new Wrong(ALICE));
        Evidence other = response(HOME, ALICE, password, nonce(HOME), 1, "POST", "/license/v1/licenses");
        assertThatThrownBy(() -> method.verify(other)).isInstanceOf(MalformedCredentialsException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "algorithm=SHA-256, algorithm=MD5",
        "', algorithm=SHA-256', ''",
        "qop=auth, qop=auth-int",
        "ssms-license, localhost",
        "nc=, 'userhash=true, nc='"
    })
    void what_was_not_offered_is_not_looked_at(String offered, String other) throws Exception {
        String response = String.valueOf(proof(ALICE, password).authorization());
        assertThat(response).contains(offered);
        Evidence evidence = evidence(HOME, response.replace(offered, other));
        assertThat(method.verify(evidence)).isEqualTo(new Unasked(false));
    }

    @Test
    void a_name_that_no_account_can_have_is_answered_as_nobodys() throws Exception {
        assertThat(verify(proof("a".repeat(65), password))).isEqualTo(new Wrong(":nobody"));
        assertThat(verify(proof(":nobody", password))).isEqualTo(new Wrong(":nobody"));
    }

    @Test
    void guesses_by_digest_and_by_password_are_counted_together() throws Exception {
        PasswordMethod byBody = new PasswordMethod(door);
        for (int i = 0; i < 4; i++) {
            assertThat(verify(proof(ALICE, "guess" + i))).isInstanceOf(Wrong.class);
            assertThat(i == 3 || byBody.verify(body("guess" + i)) instanceof Wrong)
                    .isTrue();
        }
        assertThat(byBody.verify(body(password))).isInstanceOf(Authentication.Later.class);
        assertThat(verify(proof(ALICE, password))).isInstanceOf(Authentication.Later.class);
    }

    private static Evidence body(String secret) {
        return new Evidence(HOME, "POST", PATH, null, new Evidence.Password(ALICE, secret.toCharArray()), List.of());
    }

    private String nonce(Asker asker) {
        Matcher nonce = NONCE.matcher(method.challenge(asker.address(), false).orElseThrow());
        assertThat(nonce.find()).isTrue();
        return nonce.group(1);
    }

    /** RFC 7616 §3.4, written anew: what we verify with is not what we ask with. */
    private static Evidence response(
            Asker asker, String username, String secret, String nonce, int count, String method, String uri) {
        String nc = "%08x".formatted(count);
        String a2 = sha256(method + ":" + uri);
        String response = sha256(a1(username, secret) + ":" + nonce + ":" + nc + ":0a4f113b:auth:" + a2);
        return evidence(
                asker,
                "Digest username=\"" + username + "\", realm=\"ssms-license\", nonce=\"" + nonce + "\", uri=\"" + uri
                        + "\", algorithm=SHA-256, qop=auth, nc=" + nc + ", cnonce=\"0a4f113b\", response=\"" + response
                        + "\"");
    }

    private static Evidence evidence(Asker asker, String authorization) {
        return new Evidence(asker, "POST", PATH, authorization, null, List.of());
    }

    private static String a1(String username, String secret) {
        return sha256(username + ":ssms-license:" + secret);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
