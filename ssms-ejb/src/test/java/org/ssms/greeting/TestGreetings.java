package org.ssms.greeting;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.client.LicenseServerClient;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.recording.GreetingStore;

/** Of one mailbox, without a database and a license server. */
public final class TestGreetings extends Greetings {
    private final Map<GreetingKind, OwnGreeting> active = new EnumMap<>(GreetingKind.class);
    private final Map<KeyId, byte[]> sounds = new HashMap<>();

    public TestGreetings(Path storage) throws IOException {
        super(
                new GreetingRows(),
                new GreetingStore(storage.resolve("greetings")),
                new LicenseServerClient(URI.create("http://127.0.0.1:1/"), null, Duration.ofSeconds(1), null),
                new SecurityAudit(Clock.systemUTC(), line -> {}),
                Clock.systemUTC(),
                new SecureRandom());
    }

    public OwnGreeting add(GreetingKind kind, byte[] ulaw) {
        OwnGreeting added = new OwnGreeting(kind, KeyId.generate(new SecureRandom()), Greeting.length(ulaw.length));
        active.put(kind, added);
        sounds.put(added.kid(), ulaw);
        return added;
    }

    /** Their sound cannot be had any more. */
    public void lose() {
        sounds.clear();
    }

    @Override
    public Optional<OwnGreeting> forCaller(String mailbox, @Nullable GreetingKind reason) {
        return chosen(active, reason);
    }

    @Override
    public byte[] ulaw(KeyId kid) throws IOException {
        byte[] sound = sounds.get(kid);
        if (sound == null) {
            throw new IOException("planned");
        }
        return sound;
    }
}
