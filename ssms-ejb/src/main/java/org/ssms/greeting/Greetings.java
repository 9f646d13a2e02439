package org.ssms.greeting;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ssms.base.quota.HourlyQuota;
import org.ssms.client.LicenseServerClient;
import org.ssms.client.LicenseServerException;
import org.ssms.greeting.GreetingRefusedException.Reason;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.media.codec.G711;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.recording.GreetingStore;

/**
 * The greetings of mailboxes. Sound is 8 kHz mono, in memory in clear; on the disk it is encrypted under a fresh key,
 * which the license server keeps. Thread-safe; what throws {@link LicenseServerException} waits for license server and
 * disk, and is not for a transaction.
 */
@Singleton
public class Greetings {
    private static final System.Logger LOG = System.getLogger(Greetings.class.getName());

    /** In an hour, of one mailbox: each is a file and a key for {@link #LEFT_AFTER}. */
    private static final int MOST_CHANGES = 30;

    private static final Duration LONGEST_END = Duration.ofDays(366);

    /** Longer than any {@link #keep} takes. */
    static final Duration LEFT_AFTER = Duration.ofMinutes(10);

    private static final Asker OPERATOR = Asker.of(Door.MANAGEMENT, (InetAddress) null);

    private final GreetingRows rows;
    private final GreetingStore store;
    private final LicenseServerClient license;
    private final SecurityAudit audit;
    private final Clock clock;
    private final SecureRandom random;
    private final GreetingCache heard;
    private final HourlyQuota changes;

    @Inject
    public Greetings(
            GreetingRows rows,
            GreetingStore store,
            LicenseServerClient license,
            SecurityAudit audit,
            Clock clock,
            SecureRandom random) {
        this.rows = rows;
        this.store = store;
        this.license = license;
        this.audit = audit;
        this.clock = clock;
        this.random = random;
        this.heard = new GreetingCache(clock);
        this.changes = new HourlyQuota(MOST_CHANGES, clock);
    }

    /** In the order of {@link GreetingKind}; also those that have ended. */
    public List<GreetingView> of(String mailbox) {
        return rows.of(mailbox).stream().map(Greeting::view).toList();
    }

    /** Whether an operator does not let the owner change them. */
    public boolean areLocked(String mailbox) {
        return Boolean.TRUE.equals(rows.isLocked(mailbox));
    }

    public boolean isMailbox(String mailbox) {
        return rows.isLocked(mailbox) != null;
    }

    /**
     * What who calls is to hear instead of prompts. One read of the database, and nothing else.
     *
     * @param reason the kind that says why the owner does not answer; null: nobody knows
     * @return empty: there is nothing of the owner's; {@link GreetingKind#NAME}: his name only
     */
    public Optional<OwnGreeting> forCaller(String mailbox, @Nullable GreetingKind reason) {
        return chosen(rows.active(mailbox), reason);
    }

    static Optional<OwnGreeting> chosen(Map<GreetingKind, OwnGreeting> active, @Nullable GreetingKind reason) {
        return Stream.of(GreetingKind.TEMPORARY, reason, GreetingKind.STANDARD, GreetingKind.NAME)
                .filter(kind -> kind != null && active.containsKey(kind))
                .map(active::get)
                .findFirst();
    }

    /**
     * Takes the place of the one of that kind, for the next call on; durable when this returns. It is in the security
     * audit, and the owner is told ({@link GreetingChange}).
     *
     * @param samples linear 16 bit
     * @param until see {@link GreetingView#until()}
     * @param by who has proved to be the owner
     */
    public void keep(String mailbox, GreetingKind kind, short[] samples, @Nullable Instant until, Asker by)
            throws GreetingRefusedException, LicenseServerException, IOException {
        check(mailbox, kind, Greeting.length(samples.length), until);
        changes.take(mailbox);
        MessageKey key = MessageKey.generate(random);
        try (key;
                DerivedKey sealing = key.derive(KeyUse.GREETING, DerivedKey.ALL_TRACKS)) {
            rows.begin(key.id());
            license.depositGreeting(key, MessageId.generate(random), mailbox);
            store.write(key.id(), sealing, encoded(samples));
        }
        rows.replace(mailbox, kind, new Greeting.Recording(key.id(), samples.length, clock.instant(), until));
        audit.granted(by, "greeting-set", mailbox);
    }

    private void check(String mailbox, GreetingKind kind, Duration length, @Nullable Instant until)
            throws GreetingRefusedException {
        if (length.compareTo(GreetingKind.SHORTEST) < 0) {
            throw new GreetingRefusedException(Reason.TOO_SHORT);
        }
        if (length.compareTo(kind.longest()) > 0) {
            throw new GreetingRefusedException(Reason.TOO_LONG);
        }
        Instant now = clock.instant();
        boolean ends = until != null && until.isAfter(now) && until.isBefore(now.plus(LONGEST_END));
        if (kind == GreetingKind.TEMPORARY ? !ends : until != null) {
            throw new GreetingRefusedException(Reason.WRONG_END);
        }
        Boolean locked = rows.isLocked(mailbox);
        if (locked == null || locked) {
            throw new GreetingRefusedException(locked == null ? Reason.NO_MAILBOX : Reason.LOCKED);
        }
        if (!changes.hasLeft(mailbox)) {
            throw new GreetingRefusedException(Reason.TOO_MANY);
        }
    }

    /** To be heard by its owner, linear 16 bit; empty: there is none. */
    public Optional<short[]> sound(String mailbox, GreetingKind kind) throws LicenseServerException, IOException {
        Optional<Greeting> found = rows.find(mailbox, kind);
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(decoded(ulaw(found.get().keyId())));
    }

    /**
     * The sound of a greeting, G.711 µ-law. What was asked for lately is here still.
     *
     * @return not to be changed
     */
    public byte[] ulaw(KeyId kid) throws LicenseServerException, IOException {
        byte[] known = heard.get(kid);
        if (known != null) {
            return known;
        }
        try (DerivedKey key = license.greetingKey(kid)) {
            byte[] sound = store.read(kid, key);
            heard.put(kid, sound);
            return sound;
        }
    }

    /** Its key is destroyed soon. Repeatable; else as {@link #keep}. */
    public void remove(String mailbox, GreetingKind kind, Asker by) throws GreetingRefusedException {
        if (rows.remove(mailbox, kind)) {
            audit.granted(by, "greeting-removed", mailbox);
        }
    }

    /**
     * As {@link #remove}, by an operator.
     *
     * @return false: there was none
     */
    public boolean clear(String mailbox, GreetingKind kind) {
        boolean wasThere = rows.clear(mailbox, kind);
        if (wasThere) {
            audit.granted(OPERATOR, "greeting-removed", mailbox);
        }
        return wasThere;
    }

    /**
     * An operator decides whether the owner may change them.
     *
     * @return false: there is no such mailbox
     */
    public boolean lock(String mailbox, boolean locked) {
        boolean isThere = rows.lock(mailbox, locked);
        if (isThere) {
            audit.granted(OPERATOR, locked ? "greetings-locked" : "greetings-unlocked", mailbox);
        }
        return isThere;
    }

    /** Destroys what was replaced, removed or never became a greeting; what fails is tried again the next time. */
    void destroyLeft() {
        heard.forgetOld();
        for (KeyId kid : rows.left(clock.instant().minus(LEFT_AFTER))) {
            try {
                heard.forget(kid);
                license.destroyGreeting(kid);
                store.delete(kid);
                rows.settled(kid);
            } catch (LicenseServerException e) {
                later(e);
                return; // it would not answer about the others, either
            } catch (IOException e) {
                later(e);
            }
        }
    }

    private static void later(Exception cause) {
        LOG.log(WARNING, "SSMS-3302 what is left of a greeting is destroyed later: {0}", cause.getMessage());
    }

    private static byte[] encoded(short[] samples) {
        byte[] ulaw = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            ulaw[i] = G711.linearToUlaw(samples[i]);
        }
        return ulaw;
    }

    private static short[] decoded(byte[] ulaw) {
        short[] samples = new short[ulaw.length];
        for (int i = 0; i < ulaw.length; i++) {
            samples[i] = G711.ulawToLinear(ulaw[i]);
        }
        return samples;
    }
}
