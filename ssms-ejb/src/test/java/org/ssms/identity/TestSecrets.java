package org.ssms.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ssms.guard.login.MadeAt;

/** Phone passwords in memory, with a note of who was asked for. */
final class TestSecrets extends SipSecrets {
    final Map<String, String> passwords = new HashMap<>();
    long version = 3;
    final List<String> asked = new ArrayList<>();

    @Override
    public PhonePassword reveal(String user) {
        asked.add(user);
        String password = passwords.get(user);
        return new PhonePassword(
                password != null,
                new MadeAt(version, Instant.EPOCH),
                (password == null ? "stand-in" : password).getBytes(UTF_8));
    }

    @Override
    public void takeOver(Map<String, String> passwordsByUser) {
        passwords.putAll(passwordsByUser);
    }
}
