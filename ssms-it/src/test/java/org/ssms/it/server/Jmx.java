package org.ssms.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.ssms.it.Await;

/** JMX through the management port with WildFly's own client, as an operator has it. */
public final class Jmx {
    /** What is asked on an open connection. */
    public interface Question<T> {
        T ask(MBeanServerConnection connection) throws IOException, JMException;
    }

    /** A time that comes. */
    public interface Moment {
        void await() throws IOException, JMException;
    }

    /** Such as {@code 12: 34 560 org.ssms.call.VoicemailCall}, perhaps with the module in brackets. */
    private static final Pattern HISTOGRAM_LINE =
            Pattern.compile("(?m)^\\s*\\d+:\\s+(?<instances>\\d+)\\s+\\d+\\s+(?<name>\\S+)");

    /** The last line. */
    private static final Pattern HISTOGRAM_TOTAL = Pattern.compile("(?m)^Total +\\d+ +(?<octets>\\d+) *$");

    private final SsmsServer server;
    private final String[] credentials;

    private Jmx(SsmsServer server, String... credentials) {
        this.server = server;
        this.credentials = credentials;
    }

    /** With the generated operator account. */
    public static Jmx of(SsmsServer server) {
        try {
            String password = Files.readString(server.home().resolve("secrets/management/users.properties"))
                    .strip()
                    .replaceFirst("^operator=", "");
            return new Jmx(server, "operator", password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With other credentials: user and password, or nothing; then the client tries every way to get in without. */
    public static Jmx of(SsmsServer server, String... credentials) {
        return new Jmx(server, credentials);
    }

    /** Asks on a connection of its own. */
    @SuppressWarnings("BanJNDI") // the address is this test's own server
    public <T> T ask(Question<T> question) throws IOException, JMException {
        Path client = Path.of(System.getProperty("ssms.it.server"), "bin/client/jboss-client.jar");
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {client.toUri().toURL()}, getClass().getClassLoader())) {
            Map<String, Object> environment = new HashMap<>();
            environment.put(JMXConnectorFactory.PROTOCOL_PROVIDER_CLASS_LOADER, loader);
            if (credentials.length > 0) {
                environment.put(JMXConnector.CREDENTIALS, credentials);
            }
            JMXServiceURL url = new JMXServiceURL("service:jmx:remote+http://127.0.0.1:"
                    + (server.http().getPort() + SsmsServer.MANAGEMENT_FROM_HTTP));
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try (JMXConnector connector = JMXConnectorFactory.connect(url, environment)) {
                return question.ask(connector.getMBeanServerConnection());
            } finally {
                thread.setContextClassLoader(before);
            }
        }
    }

    /** An attribute of one of our MXBeans {@code org.ssms:type=TYPE}. */
    public long number(String type, String attribute) throws IOException, JMException {
        return ask(connection -> number(connection, type, attribute));
    }

    /** Waits until it has that value; asks on one connection, which costs the server little. */
    public void await(String type, String attribute, long value, Duration limit) throws IOException, JMException {
        ask(connection -> {
            Await.untilTrue(
                    type + "." + attribute + " is " + value,
                    limit,
                    () -> number(connection, type, attribute) == value,
                    () -> "it is " + number(connection, type, attribute));
            return value;
        });
    }

    private static long number(MBeanServerConnection connection, String type, String attribute)
            throws IOException, JMException {
        return ((Number) connection.getAttribute(bean(type), attribute)).longValue();
    }

    /** Gives a subscriber a number by which he is reached. */
    public void addAddress(String user, String number) throws IOException, JMException {
        String text = String.class.getName();
        ask(connection -> connection.invoke(
                bean("Location"), "addAddress", new Object[] {user, number}, new String[] {text, text}));
    }

    /** Calls an operation without arguments. */
    public void invoke(String type, String operation) throws IOException, JMException {
        ask(connection -> connection.invoke(bean(type), operation, new Object[0], new String[0]));
    }

    /** Calls an operation about a subscriber. */
    public void invoke(String type, String operation, String user) throws IOException, JMException {
        ask(connection ->
                connection.invoke(bean(type), operation, new Object[] {user}, new String[] {String.class.getName()}));
    }

    /** Has the license server write the whole chain of its audit into a new file, and says how much that is. */
    public String exportAudit(Path file) throws IOException, JMException {
        String text = String.class.getName();
        return ask(connection -> (String)
                connection.invoke(bean("Audit"), "export", new Object[] {file.toString()}, new String[] {text}));
    }

    /** A text that is an attribute. */
    public String text(String type, String attribute) throws IOException, JMException {
        return ask(connection -> (String) connection.getAttribute(bean(type), attribute));
    }

    private static ObjectName bean(String type) throws JMException {
        return new ObjectName("org.ssms:type=" + type);
    }

    /** How many objects of each class, by its name, are alive: a collection is made first. */
    public Map<String, Long> alive() throws IOException, JMException {
        return alive(() -> {});
    }

    /**
     * The same at a certain time: to connect to a busy server may take seconds, so that is done before.
     *
     * @param moment is awaited on the open connection
     */
    public Map<String, Long> alive(Moment moment) throws IOException, JMException {
        String histogram = histogram(moment);
        Map<String, Long> alive = new HashMap<>();
        Matcher line = HISTOGRAM_LINE.matcher(histogram);
        while (line.find()) {
            alive.merge(line.group("name"), Long.valueOf(line.group("instances")), Long::sum); // of several loaders
        }
        return alive;
    }

    private String histogram(Moment moment) throws IOException, JMException {
        return ask(connection -> {
            moment.await();
            return (String) connection.invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
        });
    }

    /** Octets of all objects that are alive: the heap in use also has some that are dead, even when it was collected. */
    public long liveOctets() throws IOException, JMException {
        Matcher total = HISTOGRAM_TOTAL.matcher(histogram(() -> {}));
        if (!total.find()) {
            throw new IllegalStateException("a histogram without its last line");
        }
        return Long.parseLong(total.group("octets"));
    }
}
