package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipFile;
import javax.management.ObjectName;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.ssms.it.inside.OpenSessions;
import org.ssms.it.inside.OpenSessionsMXBean;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Jmx;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Speech;
import org.ssms.player.caller.OutgoingCall;

/** A call whose SIP session is no more although nobody has said BYE. */
@SsmsServer.Heavy
class InvalidatedSessionE2eIT {
    private static final int INDEX = 12;
    private static final String SIP_ARCHIVE = "ssms-sip.war";
    private static final Duration SETTLE = Duration.ofSeconds(60);
    /** More than all that is waited for: the call has no end of its own. */
    private static final double SECONDS = 150;

    @Test
    void a_call_ends_with_its_session_leaves_its_message_and_gives_everything_back() throws Exception {
        try (SsmsServer server = SsmsServer.start(archive(), "sessions", INDEX, Map.of(), home -> {});
                Calls caller = new Calls(server)) {
            Jmx jmx = Jmx.of(server);
            OutgoingCall call = caller.call(Calls.to("alice", "cut-off"));
            CompletableFuture<?> spoken = Calls.speak(call, Speech.ulaw(SECONDS, 1));
            Await.untilTrue("it is recorded", SETTLE, () -> jmx.number("Calls", "RecordingsInProgress") == 1);
            jmx.invoke("Calls", "drain");

            jmx.invoke("OpenSessions", "invalidate");
            Await.untilTrue("no call is up", SETTLE, () -> jmx.number("Calls", "Current") == 0);
            assertThat(spoken).isNotDone();
            Await.untilTrue("all ports are free", SETTLE, () -> jmx.number("Media", "PortsInUse") == 0);
            Await.untilTrue("nothing is left to do", SETTLE, () -> state(jmx).equals("DRAINED"));
            Await.untilTrue("nothing holds it", SETTLE, () -> !jmx.alive().containsKey("org.ssms.call.VoicemailCall"));
            Subscriber.of(server, "alice").awaitMessageFrom("cut-off");
        }
    }

    private static String state(Jmx jmx) throws Exception {
        return jmx.ask(server -> (String) server.getAttribute(new ObjectName("org.ssms:type=Calls"), "State"));
    }

    /** The EAR, and in its SIP adapter what invalidates sessions. */
    private static Path archive() throws IOException {
        File delivered = new File(System.getProperty("ssms.it.deployment"));
        EnterpriseArchive ear = ShrinkWrap.create(ZipImporter.class, delivered.getName())
                .importFrom(delivered)
                .as(EnterpriseArchive.class);
        try (ZipFile zip = new ZipFile(delivered);
                InputStream war = zip.getInputStream(zip.getEntry(SIP_ARCHIVE))) {
            ear.delete("/" + SIP_ARCHIVE);
            ear.addAsModule(ShrinkWrap.create(ZipImporter.class, SIP_ARCHIVE)
                    .importFrom(war)
                    .as(WebArchive.class)
                    .addClasses(OpenSessions.class, OpenSessionsMXBean.class));
        }
        // of the same name, which the descriptors of the EAR use
        Path file = Files.createDirectories(SsmsServer.directory().resolve("with-sessions"))
                .resolve(delivered.getName());
        ear.as(ZipExporter.class).exportTo(file.toFile(), true);
        return file;
    }
}
