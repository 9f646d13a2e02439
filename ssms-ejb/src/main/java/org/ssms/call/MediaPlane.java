package org.ssms.call;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ssms.base.config.ConfigException;
import org.ssms.call.menu.Menus;
import org.ssms.greeting.Greetings;
import org.ssms.identity.PassportVerifier;
import org.ssms.location.Subscribers;
import org.ssms.mailbox.PhoneMailboxes;
import org.ssms.media.engine.MediaEngine;
import org.ssms.media.engine.MediaSettings;
import org.ssms.media.prompt.Prompts;
import org.ssms.protect.drm.DrmSystems;
import org.ssms.recording.LeftMessages;
import org.ssms.recording.RecordingConfig;
import org.ssms.recording.WarmUp;

/** Sets up the media engine, the threads for calls, and what the {@link Door} measures. */
@ApplicationScoped
@ManagedExecutorDefinition(name = MediaPlane.WORKERS, maxAsync = 32)
public class MediaPlane {
    private static final System.Logger LOG = System.getLogger(MediaPlane.class.getName());

    /** How often the folder of menus is looked at. */
    private static final long MENUS_SECONDS = 1;

    /** Threads of their own: a license server that does not answer must not take the server's default pool. */
    static final String WORKERS = "java:app/concurrent/SsmsCalls";

    @Resource(lookup = WORKERS)
    private ManagedExecutorService workers;

    @Resource
    private ManagedThreadFactory threads;

    @Produces
    @Singleton
    MediaEngine engine(CallConfig config) {
        CallConfig.Rtp rtp = config.rtp();
        return MediaEngine.start(
                new MediaSettings(
                        rtp.bind(),
                        rtp.portMin(),
                        rtp.portMax(),
                        rtp.loops(),
                        config.limits().max()),
                threads,
                SrtpPackets::of);
    }

    // static: at shutdown there is no instance of this bean any more
    static void close(@Disposes MediaEngine engine) {
        engine.close();
    }

    @Produces
    @Singleton
    Facilities facilities(
            CallConfig config,
            RecordingConfig recording,
            MediaEngine engine,
            LeftMessages left,
            PhoneMailboxes phone,
            Greetings greetings,
            Subscribers subscribers,
            Replies replies,
            CallBacks callBacks,
            PassportVerifier passports,
            CallStatistics statistics,
            Clock clock) {
        Voice voice = voice(config, clock);
        Backlog blocking = new Backlog(workers, System::nanoTime);
        ScheduledExecutorService timers = timers(threads);
        Menus menus = new Menus(config.menus(), voice::hasInAllLanguages);
        var unused = timers.scheduleWithFixedDelay(
                () -> refresh(menus, blocking), MENUS_SECONDS, MENUS_SECONDS, TimeUnit.SECONDS);
        return new Facilities(
                config,
                recording,
                engine,
                voice,
                menus,
                left,
                phone,
                greetings,
                subscribers::resolvePerson,
                subscribers::numbers,
                replies,
                callBacks,
                blocking,
                timers,
                passports::verify,
                statistics);
    }

    @Produces
    @Singleton
    MessageQuota quota(CallConfig config, Clock clock) {
        return new MessageQuota(config.quota(), clock);
    }

    @Produces
    @Singleton
    DrmSystems drmSystems(StreamConfig config) {
        try {
            return DrmSystems.load(config.jars());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(StreamConfig.JARS, String.valueOf(e.getMessage()));
        }
    }

    static void close(@Disposes DrmSystems systems) {
        systems.close();
    }

    private static void refresh(Menus menus, Executor blocking) {
        try {
            blocking.execute(menus::refresh);
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.log(DEBUG, "no worker for the menus: the next second does it", e);
        }
    }

    @Produces
    @Singleton
    Door.Gauges gauges(Facilities facilities, WarmUp warmUp, Rehearsal rehearsal) {
        File storage = facilities.recording().storage().directory().toFile();
        return new Door.Gauges(
                () -> facilities.engine().counters().tickLatenessMicros(),
                storage::getUsableSpace,
                facilities.blocking()::delay,
                () -> warmUp.isOver() && rehearsal.isOver());
    }

    static void close(@Disposes Facilities facilities) {
        facilities.timers().shutdownNow();
    }

    /**
     * One thread of the factory that rings. The server's own timers keep what is cancelled until its time would have
     * come: for minutes, with the call and its encoder. After a shutdown nothing rings, and nobody is told.
     */
    static ScheduledExecutorService timers(ThreadFactory threads) {
        ScheduledThreadPoolExecutor timers =
                new ScheduledThreadPoolExecutor(1, threads, new ThreadPoolExecutor.DiscardPolicy());
        timers.setRemoveOnCancelPolicy(true);
        return timers;
    }

    static Voice voice(CallConfig config, Clock clock) {
        String language = config.language().getLanguage();
        if (!Prompts.LANGUAGES.contains(language)) {
            throw new ConfigException(CallConfig.LANGUAGE, "there are no prompts in " + config.language());
        }
        Path own = config.prompts();
        Map<String, Prompts> languages = Prompts.LANGUAGES.stream()
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), tag -> own == null ? Prompts.load(tag) : Prompts.load(tag, own)));
        return new Voice(languages, language, ZoneId.systemDefault(), clock);
    }
}
