package org.ssms.call;

import static java.lang.System.Logger.Level.ERROR;

import java.util.ArrayList;
import java.util.List;
import org.ssms.media.sdp.drm.DrmMethod;
import org.ssms.media.sdp.drm.DrmNegotiator;
import org.ssms.protect.drm.DrmSystem;
import org.ssms.protect.drm.DrmSystems;
import org.ssms.protect.drm.LicenseServers;
import org.ssms.protect.drm.ProtectedFormat;
import org.ssms.protect.license.MinDrm;

/** What is negotiated for streams. Media and protection do not know each other. */
final class StreamMethods {
    private static final System.Logger LOG = System.getLogger(StreamMethods.class.getName());

    private static final List<MinDrm> LEVELS = List.of(MinDrm.values());

    private StreamMethods() {}

    /**
     * By the systems that are good enough.
     *
     * @param ours where our own license server is
     * @param least a weaker one is as good as none
     */
    static DrmNegotiator of(DrmSystems systems, LicenseServers ours, MinDrm least) {
        List<DrmMethod> methods = new ArrayList<>();
        systems.all().forEach(system -> methods.addAll(of(system, ours, least)));
        return new DrmNegotiator(methods);
    }

    /** None of a system that fails: it is somebody else's code. */
    private static List<DrmMethod> of(DrmSystem system, LicenseServers ours, MinDrm least) {
        try {
            if (!system.formats().contains(ProtectedFormat.SRTP_STREAM)
                    || system.level().compareTo(least) < 0) {
                return List.of();
            }
            return system.transports().stream()
                    .flatMap(transport -> system.licenseServer(transport, ours).stream()
                            .map(server -> new DrmMethod(
                                    system.type(),
                                    transport,
                                    server.host(),
                                    server.port(),
                                    LEVELS.indexOf(system.level()))))
                    .toList();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(ERROR, "SSMS-1302 a DRM system failed and is not negotiated: " + system.getClass(), e);
            return List.of();
        }
    }
}
