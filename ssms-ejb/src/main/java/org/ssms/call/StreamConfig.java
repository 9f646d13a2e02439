package org.ssms.call;

import static org.ssms.base.config.ConfigValues.require;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.base.config.ConfigException;
import org.ssms.base.config.ConfigValues;
import org.ssms.protect.drm.LicenseAddress;
import org.ssms.protect.drm.LicenseServers;
import org.ssms.protect.license.MinDrm;

/**
 * What an operator may set about streams.
 *
 * @param ownServers where players reach our license server, by transport
 * @param noCommonDrm what becomes of an offer that has no DRM system in common with us
 * @param least protection of any stream
 * @param jars folder with further DRM systems, or null
 */
public record StreamConfig(
        Map<String, LicenseAddress> ownServers,
        NoCommonDrm noCommonDrm,
        MinDrm least,
        @Nullable Path jars) implements LicenseServers {
    static final String JARS = "ssms.drm.directory";
    private static final String HTTPS = "ssms.stream.license-https";
    private static final String LDAPS = "ssms.stream.license-ldaps";
    private static final String WEB_URL = "ssms.web.url";
    private static final int HTTPS_PORT = 443;

    /** What is answered then. */
    public enum NoCommonDrm {
        /** 488, with the zero answers in the body. */
        REFUSED,
        /** 200, with the zero answers and all streams refused. */
        DECLINED
    }

    public StreamConfig {
        ownServers = Map.copyOf(ownServers);
    }

    public static StreamConfig from(ConfigValues in) {
        Map<String, LicenseAddress> servers = new HashMap<>();
        https(in).ifPresent(address -> servers.put("HTTP/TLS", address));
        address(in, LDAPS).ifPresent(address -> servers.put("LDAP/SSL", address));
        Path jars = in.pathOrNone(JARS);
        require(
                jars == null || (Files.isDirectory(jars) && Files.isReadable(jars)),
                JARS,
                "must be a folder that can be read, was " + jars);
        return new StreamConfig(
                servers,
                in.choice("ssms.stream.no-common-drm", NoCommonDrm.class),
                in.choice("ssms.stream.min-drm", MinDrm.class),
                jars);
    }

    /** The license server is where the pages are, unless it is said to be elsewhere. */
    private static Optional<LicenseAddress> https(ConfigValues in) {
        Optional<LicenseAddress> said = address(in, HTTPS);
        URI web = in.httpUrl(WEB_URL);
        if (said.isPresent() || !"https".equals(web.getScheme())) {
            return said;
        }
        return Optional.of(new LicenseAddress(web.getHost(), web.getPort() < 0 ? HTTPS_PORT : web.getPort()));
    }

    private static Optional<LicenseAddress> address(ConfigValues in, String key) {
        String text = in.hostPortOrNone(key);
        try {
            return Optional.ofNullable(text).map(LicenseAddress::parse);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, "is not host:port: " + text);
        }
    }

    @Override
    public Optional<LicenseAddress> own(String transport) {
        return Optional.ofNullable(ownServers.get(transport));
    }
}
