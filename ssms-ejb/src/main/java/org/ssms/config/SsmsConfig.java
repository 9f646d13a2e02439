package org.ssms.config;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Everything an operator may set for the media node. Read once at start by {@link ConfigReader}; a bad value stops the
 * deployment and names its key. The meaning, the unit and the default of each key stand in
 * {@code META-INF/microprofile-config.properties}.
 *
 * @param initialMailboxes user name to mail address
 */
public record SsmsConfig(
        String domain,
        String vmHostPrefix,
        Path storageDirectory,
        Rtp rtp,
        Calls calls,
        Recording recording,
        Locale greetingLanguage,
        License license,
        Node node,
        Mail mail,
        URI webUrl,
        Map<String, String> initialMailboxes) {

    /**
     * The media ports.
     *
     * @param loops number of media loops, at least 1
     */
    public record Rtp(InetAddress bind, int portMin, int portMax, int loops) {}

    /**
     * What the node takes on.
     *
     * @param max calls at once
     * @param retryAfter what a refused caller is told to wait
     */
    public record Calls(int max, Duration retryAfter) {}

    /**
     * When a recording begins and ends.
     *
     * @param max longest message
     * @param silence silence that ends the message
     * @param firstMedia how long the server waits for the first media of the caller
     */
    public record Recording(Duration max, Duration silence, Duration firstMedia) {}

    /**
     * The way to the license server.
     *
     * @param serviceKeyFile holds the secret by which this node proves itself
     * @param timeout of one request
     */
    public record License(URI url, Path serviceKeyFile, Duration timeout) {}

    /** Where the key lies with which this node signs manifests (PKCS #12, alias {@value #ALIAS}). */
    public record Node(Path keystore, Path keystorePasswordFile) {
        public static final String ALIAS = "node";
    }

    /** The notification by e-mail. */
    public record Mail(boolean enabled, String from) {}
}
