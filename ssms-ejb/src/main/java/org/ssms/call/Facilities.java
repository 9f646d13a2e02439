package org.ssms.call;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.ssms.call.menu.Menus;
import org.ssms.greeting.Greetings;
import org.ssms.identity.Attestation;
import org.ssms.identity.PassportCheck;
import org.ssms.mailbox.PhoneMailboxes;
import org.ssms.media.engine.MediaEngine;
import org.ssms.recording.LeftMessages;
import org.ssms.recording.RecordingConfig;

/**
 * What all calls share.
 *
 * @param blocking takes work that waits for the network, the disk or the database
 * @param subscribers who has that name, alias or number, never a list; blocks
 * @param numbers of those subscribers, by name; blocks
 * @param replies of who hears his messages
 * @param callBacks the same of calls
 * @param timers only rings; what it runs must not block; forgets at once what is cancelled
 * @param passports verifies a signed caller identity; blocks
 */
record Facilities(
        CallConfig config,
        RecordingConfig recording,
        MediaEngine engine,
        Voice voice,
        Menus menus,
        LeftMessages left,
        PhoneMailboxes phone,
        Greetings greetings,
        Function<String, Optional<String>> subscribers,
        Function<Set<String>, Map<String, String>> numbers,
        Replies replies,
        CallBacks callBacks,
        Backlog blocking,
        ScheduledExecutorService timers,
        Function<PassportCheck, Optional<Attestation>> passports,
        CallStatistics statistics) {}
