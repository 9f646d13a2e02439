package org.ssms.recording;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.ssms.base.config.ConfigValues;

/** What an operator may set about recordings and their protection. */
public record RecordingConfig(Limits limits, Storage storage, LicenseServer licenseServer, Signature signature) {
    static final String DIRECTORY = "ssms.storage.directory";
    static final String LICENSE_URL = "ssms.license.url";
    static final String SERVICE_KEY_FILE = "ssms.license.service-key-file";
    static final String NODE_KEYSTORE = "ssms.node.keystore";
    static final String NODE_KEYSTORE_PASSWORD_FILE = "ssms.node.keystore-password-file";

    public static RecordingConfig from(ConfigValues in) {
        return new RecordingConfig(
                new Limits(
                        in.duration("ssms.recording.max"),
                        in.duration("ssms.recording.silence"),
                        in.duration("ssms.recording.first-media")),
                new Storage(in.path(DIRECTORY), (long) in.number("ssms.storage.min-free", 0, 100_000_000) << 20),
                new LicenseServer(
                        in.httpUrl(LICENSE_URL), in.path(SERVICE_KEY_FILE), in.duration("ssms.license.timeout")),
                new Signature(in.path(NODE_KEYSTORE), in.path(NODE_KEYSTORE_PASSWORD_FILE)));
    }

    /**
     * When a recording begins and ends.
     *
     * @param max longest message
     * @param silence silence that ends the message
     * @param firstMedia how long the server waits for the first media of the caller
     */
    public record Limits(Duration max, Duration silence, Duration firstMedia) {}

    /**
     * Where the protected files are.
     *
     * @param minFree bytes that must be free for a call to be taken
     */
    public record Storage(Path directory, long minFree) {}

    /**
     * The way to the license server.
     *
     * @param serviceKeyFile holds the secret by which this node proves itself
     * @param timeout of one request
     */
    public record LicenseServer(URI url, Path serviceKeyFile, Duration timeout) {}

    /** Where the key lies with which this node signs manifests (PKCS #12, alias {@value #ALIAS}). */
    public record Signature(Path keystore, Path keystorePasswordFile) {
        static final String ALIAS = "node";
    }
}
