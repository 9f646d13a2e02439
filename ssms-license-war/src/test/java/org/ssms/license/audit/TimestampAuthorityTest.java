package org.ssms.license.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimestampAuthorityTest {
    private static final byte[] HEAD = "a.b.c".getBytes(US_ASCII);
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir
    Path directory;

    private TestTsa tsa;
    private TimestampAuthority authority;

    @BeforeEach
    void start() throws Exception {
        tsa = new TestTsa(NOON);
        authority = new TimestampAuthority(tsa.address(), new SecureRandom());
    }

    @AfterEach
    void stop() {
        tsa.close();
    }

    /** RFC 3161, seen by somebody else's program. */
    @Test
    @Tag("peer")
    void openssl_believes_the_timestamp_of_these_bytes_and_of_no_others() throws Exception {
        Files.write(directory.resolve("head.tsr"), authority.stamp(HEAD));
        Files.writeString(directory.resolve("ca.pem"), tsa.authority());
        Files.write(directory.resolve("head.jws"), HEAD);
        assertThat(openssl("head.jws")).contains("Verification: OK");
        Files.write(directory.resolve("other.jws"), "a.b.d".getBytes(US_ASCII));
        assertThat(openssl("other.jws")).contains("Verification: FAILED");
    }

    private String openssl(String data) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        List.of("openssl", "ts", "-verify", "-data", data, "-in", "head.tsr", "-CAfile", "ca.pem"))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    @Test
    void an_answer_that_is_cut_or_changed_is_none() {
        tsa.distort(der -> Arrays.copyOf(der, der.length - 1));
        assertRefused();
        tsa.distort(der -> {
            der[der.length - 1] ^= 1; // the end of the signature
            return der;
        });
        assertRefused();
        tsa.distort(der -> new byte[0]);
        assertRefused();
        tsa.distort(der -> new byte[100_000]);
        assertRefused();
    }

    @Test
    void the_answer_to_another_question_is_none() throws Exception {
        byte[] other = authority.stamp("other".getBytes(US_ASCII));
        tsa.distort(der -> other);
        assertRefused();
        byte[] before = answerTo(HEAD);
        tsa.distort(der -> before);
        assertRefused(); // of another nonce
    }

    private byte[] answerTo(byte[] data) throws Exception {
        tsa.distort(der -> der);
        return authority.stamp(data);
    }

    @Test
    void an_authority_that_is_away_or_refuses_gives_nothing() {
        tsa.answerWith(500);
        assertRefused();
        tsa.close();
        assertRefused();
    }

    private void assertRefused() {
        assertThatThrownBy(() -> authority.stamp(HEAD)).isInstanceOf(IOException.class);
    }
}
