package org.ssms.it.sip;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers to digest challenges (RFC 7616, RFC 8760), written from the standard and not from the server.
 *  @param user user name
 *  @param password password
 *  @param algorithm the one that this user agent knows: {@code SHA-512-256}, {@code SHA-256} or {@code MD5} */
public record Digest(String user, String password, String algorithm) {
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)\\s*=\\s*(?:\"([^\"]*)\"|([^,\\s\"]+))");
    private static final Map<String, String> JCA =
            Map.of("SHA-512-256", "SHA-512/256", "SHA-256", "SHA-256", "MD5", "MD5");

    /** The first challenge in our algorithm; empty when there is none. */
    public Optional<Map<String, String>> challenge(List<String> challenges) {
        return challenges.stream()
                .map(Digest::parameters)
                .filter(challenge -> challenge.getOrDefault("algorithm", "MD5").equalsIgnoreCase(algorithm))
                .findFirst();
    }

    static Map<String, String> parameters(String challenge) {
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(challenge);
        while (matcher.find()) {
            parameters.put(matcher.group(1), matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
        }
        return parameters;
    }

    /** Value of an Authorization or Proxy-Authorization header.
     *  @param count how often the nonce has been used, this time included */
    public String answer(Map<String, String> challenge, String method, String uri, int count) {
        String realm = challenge.get("realm");
        String nonce = challenge.get("nonce");
        String nonceCount = "%08x".formatted(count);
        String own = "0a4f113b";
        String response = hash(hash(user + ":" + realm + ":" + password) + ":" + nonce + ":" + nonceCount + ":" + own
                + ":auth:" + hash(method + ":" + uri));
        String opaque = challenge.containsKey("opaque") ? ", opaque=\"" + challenge.get("opaque") + "\"" : "";
        return ("Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\", algorithm=%s, "
                                + "qop=auth, nc=%s, cnonce=\"%s\"")
                        .formatted(user, realm, nonce, uri, response, algorithm, nonceCount, own)
                + opaque;
    }

    private String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance(JCA.get(algorithm));
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
