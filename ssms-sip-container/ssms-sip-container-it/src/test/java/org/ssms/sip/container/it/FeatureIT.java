package org.ssms.sip.container.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Two SIP applications in an EAR, told apart by a router file and {@code sip.xml}, called by sipp. */
@ExtendWith(FeatureExtension.class)
class FeatureIT {
    private static final int FEW = 10;

    private static Sipp.Run run(String scenario, String user, int calls) {
        return new Sipp.Run(scenario, user, calls, FeatureServer.SIP_PORT);
    }

    /** The first application proxies, the second is a back-to-back user agent. */
    @ParameterizedTest
    @EnumSource(Sipp.Transport.class)
    void call_visits_both_applications_and_reaches_the_callee(Sipp.Transport transport) throws Exception {
        Sipp.Running callee = Sipp.callee("callee", FEW, FeatureServer.CALLEE_PORT);
        assertThat(Sipp.successfulCalls(run("relay", "bob", FEW), transport)).isEqualTo(FEW);
        assertThat(callee.successful()).isEqualTo(FEW);
    }

    @ParameterizedTest
    @CsvSource({
        "presence,         bob,      UDP",
        "presence,    bob, TCP",
        "unsubscribe,      bob,      UDP",
        "unsubscribe, bob, TCP",
        "reliable,         reliable, UDP",
        "reliable,    RELIABLE, TCP",
        "reliable-refused, reliable, UDP",
        "unrouted,         bob,      UDP"
    })
    void scenario_succeeds(String scenario, String user, Sipp.Transport transport) throws Exception {
        assertThat(Sipp.successfulCalls(run(scenario, user, FEW), transport)).isEqualTo(FEW);
    }

    /** An instance method of the one application, a static one of the other. */
    @ParameterizedTest
    @EnumSource(Sipp.Transport.class)
    void requests_find_the_session_of_their_key(Sipp.Transport transport) throws Exception {
        assertThat(Sipp.successfulCalls(run("keyed", "room-" + transport, 1), transport))
                .isEqualTo(1);
    }

    @Test
    void challenge_of_a_server_is_answered() throws Exception {
        Sipp.Running server = Sipp.callee("challenge", FEW, FeatureServer.CALLEE_PORT);
        assertThat(Sipp.successfulCalls(run("message", "digest", FEW), Sipp.Transport.UDP))
                .isEqualTo(FEW);
        assertThat(server.successful()).isEqualTo(FEW);
    }

    @Test
    void element_that_is_not_supported_fails_the_deployment_by_its_name(WildFly server) throws Exception {
        assertThat(server.failureOf(FeatureServer.ear("constrained.ear", "constrained")))
                .contains("/WEB-INF/sip.xml: <security-constraint> is not supported");
    }

    /** In an archive of its own, before anybody asks for ports that are taken. */
    @Test
    void application_of_the_same_name_fails_in_words(WildFly server) throws Exception {
        assertThat(server.failureOf(FeatureServer.ear("twice.ear", "shootme")))
                .contains("there is a SIP application 'shootme' on this server already");
    }

    @Test
    void no_message_and_no_failure_is_logged(WildFly server) throws Exception {
        String ofOthers =
                "(?m)^.*(constrained|twice|there is a SIP application|InstanceAlreadyExists|InvalidDescriptor|"
                        + "StartException|DeploymentUnit).*$";
        assertThat(server.logText().replaceAll(ofOthers, ""))
                .doesNotContain("Exception")
                .doesNotContain("SIP/2.0");
    }
}
