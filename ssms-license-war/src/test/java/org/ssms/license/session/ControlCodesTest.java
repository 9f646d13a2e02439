package org.ssms.license.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ssms.base.test.SettableClock;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MacKey;
import org.ssms.protect.key.MessageId;

class ControlCodesTest {
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final KeyPair PAIR = rsa();
    private static final KeyPair FOREIGN = rsa();

    private final SettableClock clock = new SettableClock();
    private final ControlCodes codes = codes(PAIR);
    private final MessageId message = MessageId.generate(new SecureRandom());

    @Test
    void a_code_has_twelve_digits_and_each_key_has_its_own() {
        SecureRandom random = new SecureRandom();
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            made.add(codes.of(KeyId.generate(random)));
        }
        assertThat(made).hasSize(1000).allMatch(code -> code.matches("[0-9]{12}"));
        assertThat(String.join("", made).chars().distinct().count()).isEqualTo(10);
    }

    @Test
    void a_key_has_the_same_code_each_time_on_every_server_and_nobody_else_knows_it() {
        KeyId key = KeyId.generate(new SecureRandom());
        String code = codes.of(key);
        assertThat(codes.of(key)).isEqualTo(code);
        assertThat(codes(PAIR).of(key)).isEqualTo(code);
        assertThat(codes(FOREIGN).of(key)).isNotEqualTo(code);
    }

    @Test
    void what_is_stored_is_the_same_on_every_server_of_the_key_and_says_nothing_without_it() {
        String hash = codes.hash("123456789012");
        assertThat(hash).hasSize(43).doesNotContain("1234567");
        assertThat(codes(PAIR).hash("123456789012")).isEqualTo(hash);
        assertThat(codes.hash("123456789013")).isNotEqualTo(hash);
        assertThat(codes(FOREIGN).hash("123456789012")).isNotEqualTo(hash);
    }

    @Test
    void a_token_names_its_message_until_it_is_over() {
        ControlCodes.Control control = codes.open(message);
        assertThat(control.expiresAt()).isEqualTo(Instant.parse("2026-11-23T12:10:00Z"));
        assertThat(control.toString()).doesNotContain(control.token());
        assertThat(codes(PAIR).read(control.token())).contains(message);
        clock.advance(LIFETIME);
        assertThat(codes.read(control.token())).isEmpty();
    }

    @Test
    void no_other_token_is_taken() {
        String token = codes.open(message).token();
        String later = codes.open(message).token();
        clock.advance(Duration.ofSeconds(1));
        String other = codes.open(MessageId.generate(new SecureRandom())).token();
        String tag = token.substring(token.lastIndexOf('.'));
        assertThat(later).isEqualTo(token);
        assertThat(codes.read(other.substring(0, other.lastIndexOf('.')) + tag)).isEmpty();
        assertThat(codes.read(message.value() + ".999999999999" + tag)).isEmpty();
        assertThat(codes.read(codes(FOREIGN).open(message).token())).isEmpty();
        assertThat(codes.read(token + "x")).isEmpty();
        assertThat(codes.read(token.substring(1))).isEmpty();
        assertThat(codes.read("a.b.c")).isEmpty();
        assertThat(codes.read("")).isEmpty();
        assertThat(codes.read(codes.hash(message.value()))).isEmpty();
    }

    private ControlCodes codes(KeyPair pair) {
        try {
            return new ControlCodes(MacKey.derivedFrom(pair.getPrivate(), "test"), LIFETIME, clock);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
