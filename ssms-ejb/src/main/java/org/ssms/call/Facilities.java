package org.ssms.call;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.ssms.config.SsmsConfig;
import org.ssms.media.engine.MediaEngine;
import org.ssms.media.prompt.Prompts;

/**
 * What all calls share.
 *
 * @param blocking takes work that waits for the network, the disk or the database
 * @param timers only rings; what it runs must not block
 */
record Facilities(
        SsmsConfig config, MediaEngine engine, Prompts prompts, Executor blocking, ScheduledExecutorService timers) {}
