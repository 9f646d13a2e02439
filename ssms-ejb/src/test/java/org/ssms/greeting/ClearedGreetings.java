package org.ssms.greeting;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.ssms.client.LicenseServerClient;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.protect.recording.GreetingStore;

/** Notes whose are cleared. */
public final class ClearedGreetings extends Greetings {
    private final Consumer<String> cleared;

    public ClearedGreetings(Path storage, Consumer<String> cleared) throws IOException {
        super(
                new GreetingRows(),
                new GreetingStore(storage),
                new LicenseServerClient(URI.create("http://127.0.0.1:1/"), null, Duration.ofSeconds(1), null),
                new SecurityAudit(Clock.systemUTC(), line -> {}),
                Clock.systemUTC(),
                new SecureRandom());
        this.cleared = cleared;
    }

    @Override
    public boolean clear(String mailbox, GreetingKind kind) {
        cleared.accept(mailbox);
        return true;
    }
}
