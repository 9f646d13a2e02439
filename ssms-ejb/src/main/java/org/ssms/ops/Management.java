package org.ssms.ops;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.ssms.call.CallStatistics;
import org.ssms.call.Door;
import org.ssms.call.OpenCalls;
import org.ssms.greeting.Greetings;
import org.ssms.identity.DigestAuthenticator;
import org.ssms.identity.PassportVerifier;
import org.ssms.location.Registrar;
import org.ssms.location.Subscribers;
import org.ssms.media.engine.MediaEngine;
import org.ssms.recording.RecordingCompletion;

/**
 * Registers the MXBeans. It also brackets the calls: what they need is made at deployment, and what cannot start stops
 * it; at the end it lets them go before what they need is taken away.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
public class Management {
    private static final System.Logger LOG = System.getLogger(Management.class.getName());

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final List<ObjectName> registered = new ArrayList<>();

    @Inject
    private Door door;

    @Inject
    private OpenCalls calls;

    @Inject
    private CallStatistics statistics;

    @Inject
    private MediaEngine engine;

    @Inject
    private RecordingCompletion completion;

    @Inject
    private DigestAuthenticator digest;

    @Inject
    private PassportVerifier passports;

    @Inject
    private Registrar registrar;

    @Inject
    private Subscribers subscribers;

    @Inject
    private Greetings greetings;

    @Inject
    private Node node;

    @PostConstruct
    void begin() {
        register("Node", node);
        register("Calls", new Calls(door, calls, statistics));
        register("Media", new Media(engine));
        register("Messages", new StoredMessages(completion));
        register("Identity", new Identity(digest, passports));
        register("Greetings", new OwnGreetings(greetings));
        register("Location", new Location(registrar, subscribers));
    }

    private void register(String type, Object bean) {
        try {
            ObjectName name = new ObjectName("org.ssms", "type", type);
            server.registerMBean(bean, name);
            registered.add(name);
        } catch (JMException e) {
            throw new IllegalStateException("MXBean " + type + " was not registered", e);
        }
    }

    @PreDestroy
    void end() {
        calls.shutDown();
        for (ObjectName name : registered) {
            try {
                server.unregisterMBean(name);
            } catch (JMException e) {
                LOG.log(System.Logger.Level.WARNING, "SSMS-1006 " + name + " was not unregistered", e);
            }
        }
    }
}
