package org.ssms.license.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ssms.license.session.Session;

class SessionFilterTest {
    private static final List<Class<?>> LASTING = List.of(DefaultsResource.class, PinResource.class);

    @Test
    void t11_who_said_his_pin_listens_and_changes_nothing_that_lasts() {
        for (Class<?> resource : LASTING) {
            assertThat(refusal("alice", "pin", resource)).hasValueSatisfying(problem -> {
                assertThat(problem.document().status()).isEqualTo(403);
                assertThat(problem.document().type()).isEqualTo("urn:ssms:not-by-pin");
            });
            assertThat(refusal("alice", null, resource)).isEmpty();
        }
        assertThat(refusal("alice", "pin", LicenseResource.class)).isEmpty();
        assertThat(refusal("alice", "pin", LeaseResource.class)).isEmpty();
        assertThat(refusal("alice", "pin", GrantResource.class)).isPresent();
    }

    @Test
    void t11_of_grants_he_sees_his_rights_and_what_others_gave_him_and_forwards() {
        assertThat(Arrays.stream(GrantResource.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(AlsoByPin.class))
                        .map(Method::getName))
                .containsExactlyInAnyOrder("rights", "received", "forward");
    }

    @Test
    void a_guest_is_somebody_by_his_grants_only() {
        assertThat(refusal("mailto:carol@example.com", null, GrantResource.class))
                .isEmpty();
        for (Class<?> resource : LASTING) {
            assertThat(refusal("mailto:carol@example.com", null, resource))
                    .hasValueSatisfying(
                            problem -> assertThat(problem.document().status()).isEqualTo(403));
        }
    }

    private static Optional<LicenseProblem> refusal(String user, @Nullable String amr, Class<?> resource) {
        Session session = new Session(user, 3, new UUID(1, 2), Instant.EPOCH, Instant.EPOCH, null, amr, "token");
        return SessionFilter.refusal(session, resource, false);
    }
}
