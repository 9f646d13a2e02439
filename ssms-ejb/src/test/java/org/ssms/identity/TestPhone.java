package org.ssms.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers challenges as a phone does, written from RFC 7616 on its own and not with the code under test. */
final class TestPhone {
    private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");

    private final String user;
    private final String password;

    TestPhone(String user, String password) {
        this.user = user;
        this.password = password;
    }

    static String nonce(List<String> challenges) {
        Matcher matcher = NONCE.matcher(challenges.get(0));
        if (!matcher.find()) {
            throw new AssertionError("no nonce in " + challenges);
        }
        return matcher.group(1);
    }

    /** Credentials for REGISTER sip:localhost. */
    String register(String algorithm, String nonce, int count) {
        return answer(algorithm, nonce, count, "REGISTER", "sip:localhost");
    }

    String answer(String algorithm, String nonce, int count, String method, String uri) {
        String nc = "%08x".formatted(count);
        String a1 = hash(algorithm, user + ":localhost:" + password);
        String a2 = hash(algorithm, method + ":" + uri);
        String response = hash(algorithm, a1 + ":" + nonce + ":" + nc + ":cn:auth:" + a2);
        return "Digest username=\"%s\", realm=\"localhost\", nonce=\"%s\", uri=\"%s\", response=\"%s\", algorithm=%s,"
                        .formatted(user, nonce, uri, response, algorithm)
                + " cnonce=\"cn\", qop=auth, nc=" + nc;
    }

    private static String hash(String algorithm, String text) {
        String name = algorithm.equals("SHA-512-256") ? "SHA-512/256" : algorithm;
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
