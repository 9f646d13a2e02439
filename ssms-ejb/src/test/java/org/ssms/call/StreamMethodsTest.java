package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ssms.media.sdp.drm.DrmAttribute;
import org.ssms.protect.drm.DrmSystems;
import org.ssms.protect.drm.LicenseAddress;
import org.ssms.protect.drm.LicenseServers;
import org.ssms.protect.license.MinDrm;

class StreamMethodsTest {
    private static final DrmAttribute SRTP = DrmAttribute.offer("srtp", "HTTP/TLS");
    private static final DrmAttribute LDAP = DrmAttribute.offer("srtp", "LDAP/SSL");
    private static final LicenseServers HTTPS = transport ->
            Optional.of(new LicenseAddress("license.example.org", 8443)).filter(any -> transport.equals("HTTP/TLS"));

    @Test
    void only_transports_with_a_license_server_are_negotiated() {
        try (DrmSystems shipped = DrmSystems.shipped()) {
            assertThat(StreamMethods.of(shipped, HTTPS, MinDrm.CLEARKEY).answer(List.of(LDAP, SRTP)))
                    .containsExactly(
                            DrmAttribute.ZERO, new DrmAttribute("srtp", "license.example.org", 8443, "HTTP/TLS"));
        }
    }

    @Test
    void t26_a_system_below_the_weakest_that_is_allowed_is_as_good_as_none() {
        try (DrmSystems shipped = DrmSystems.shipped()) {
            assertThat(StreamMethods.of(shipped, HTTPS, MinDrm.SOFTWARE).answer(List.of(SRTP)))
                    .containsExactly(DrmAttribute.ZERO);
        }
    }

    @Test
    void a_system_that_fails_is_left_out() {
        assertNotNegotiated(transport -> {
            throw new IllegalStateException("planned");
        });
        assertNotNegotiated(transport -> {
            throw new NoClassDefFoundError("planned");
        });
    }

    private static void assertNotNegotiated(LicenseServers failing) {
        try (DrmSystems shipped = DrmSystems.shipped()) {
            assertThat(StreamMethods.of(shipped, failing, MinDrm.CLEARKEY).answer(List.of(SRTP)))
                    .containsExactly(DrmAttribute.ZERO);
        }
    }
}
