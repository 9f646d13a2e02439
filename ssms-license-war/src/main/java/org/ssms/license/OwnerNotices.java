package org.ssms.license;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import org.ssms.base.http.BoundedHttp;
import org.ssms.license.session.Accounts;
import org.ssms.license.session.Tokens;

/**
 * Has users told by mail what was done in their name, or was tried (T11, T12). Their addresses and languages are the
 * mailbox's: it is asked to write, in the name of its owner. Tried once; nobody waits for it.
 */
@ApplicationScoped
public class OwnerNotices {
    private static final Logger LOG = System.getLogger(OwnerNotices.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LARGEST_ANSWER = 16 * 1024;

    private final BoundedHttp http = new BoundedHttp(PATIENCE, LARGEST_ANSWER, null);

    @Resource
    private ManagedExecutorService executor;

    @Inject
    private LicenseConfig config;

    @Inject
    private Accounts accounts;

    @Inject
    private Tokens tokens;

    /** What a user is told, by the name that the mailbox has for it. */
    public enum Notice {
        PIN_SET,
        PIN_REMOVED,
        PIN_GUESSED,
        PASSWORD_SET,
        PASSWORD_RESET,
        /** No mail: the mailbox looks whether he has one. */
        ACCOUNT_CREATED;

        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public void tell(String user, Notice notice) {
        try {
            executor.execute(() -> ask(user, notice));
        } catch (RejectedExecutionException e) {
            failed(notice, user, "too much to do");
        }
    }

    private void ask(String user, Notice notice) {
        try {
            OptionalLong version = accounts.version(user);
            if (version.isPresent()) {
                int status =
                        http.send(request(user, version.getAsLong(), notice)).statusCode();
                if (status / 100 != 2) {
                    failed(notice, user, "the mailbox answers " + status);
                }
            }
        } catch (IOException | RuntimeException e) {
            failed(notice, user, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops
        }
    }

    private HttpRequest request(String user, long version, Notice notice) {
        String base = config.guests().mailbox().toString().replaceAll("/+$", "");
        return HttpRequest.newBuilder(URI.create(base + "/notices"))
                .timeout(PATIENCE)
                .header(
                        "Authorization",
                        "Bearer " + tokens.openForRequest(user, version).token())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"about\":\"" + notice.text() + "\"}"))
                .build();
    }

    private static void failed(Notice notice, String user, String why) {
        LOG.log(Level.WARNING, "SSMS-4010 {0} could not be told of {1}: {2}", user, notice.text(), why);
    }
}
