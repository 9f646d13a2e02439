package org.restcomm.commons.statistics.reporter;

import com.codahale.metrics.MetricRegistry;
import java.util.concurrent.TimeUnit;

/**
 * Does nothing. The dispatcher names this class unconditionally; the upstream class of the same name would send usage
 * figures to its maker once a day, so its jar is left out and this one answers the same calls.
 */
public final class RestcommStatsReporter {
    private static final RestcommStatsReporter INSTANCE = new RestcommStatsReporter();
    private static final MetricRegistry REGISTRY = new MetricRegistry();

    public static RestcommStatsReporter getRestcommStatsReporter() {
        return INSTANCE;
    }

    public static MetricRegistry getMetricRegistry() {
        return REGISTRY;
    }

    public void setRemoteServer(String server) {}

    public void setProjectName(String name) {}

    public void setProjectType(String type) {}

    public void setVersion(String version) {}

    public void start(long period, TimeUnit unit) {}

    public void stop() {}
}
