package org.ssms.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.base.http.Problem;
import org.ssms.web.FakeServlet;

class ApiGateTest {
    private final FakeServlet http = new FakeServlet();

    @Test
    void nobody_gets_401_as_a_problem_document() throws Exception {
        gate();
        assertThat(http.passedOn).isFalse();
        assertThat(http.status).isEqualTo(401);
        assertThat(http.headers)
                .containsEntry("content-type", Problem.MEDIA_TYPE)
                .containsEntry("www-authenticate", "Bearer realm=\"SSMS\"");
        assertThat(http.body.toString()).contains("urn:ssms:not-authenticated");
    }

    @Test
    void rights_in_words_are_for_everybody_and_their_neighbours_are_not() throws Exception {
        http.uri = "/api/v1/rights/words";
        gate();
        assertThat(http.passedOn).isTrue();
        http.passedOn = false;
        http.uri = "/api/v1/rights/words/x";
        gate();
        assertThat(http.passedOn).isFalse();
        assertThat(http.status).isEqualTo(401);
    }

    @Test
    void a_user_who_is_no_subscriber_gets_403() throws Exception {
        http.user = "operator";
        gate();
        assertThat(http.passedOn).isFalse();
        assertThat(http.status).isEqualTo(403);
    }

    @Test
    void a_subscriber_passes() throws Exception {
        http.user = "alice";
        http.role = "subscriber";
        gate();
        assertThat(http.passedOn).isTrue();
        assertThat(http.body.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/messages/m, true",
        "GET, /api/v1/messages/m/content, true",
        "GET, /api/v1/messages/m/manifest, true",
        "POST, /api/v1/rights/words, true",
        "GET, /api/v1/messages, false",
        "GET, /api/v1/messages/, false",
        "POST, /api/v1/messages/m/heard, false",
        "DELETE, /api/v1/messages/m, false",
        "GET, /api/v1/messages/m/content/x, false",
        "GET, /api/v1/settings, false",
        "PUT, /api/v1/settings, false",
        "GET, /api/v1/events, false",
        "GET, /api/v1/phones, false",
        "GET, /api/v2/messages/m, false"
    })
    void f6_66_t22_a_guest_may_ask_for_a_message_by_its_id_and_for_words_only(String method, String path, boolean may)
            throws Exception {
        http.user = "mailto:friend@example.com";
        http.role = "guest";
        http.method = method;
        http.uri = path;
        gate();
        assertThat(http.passedOn).isEqualTo(may);
        assertThat(http.status).isEqualTo(may ? 200 : 403);
    }

    @Test
    void wrong_credentials_do_not_bring_the_login_page_to_a_program() throws Exception {
        http.dispatcher = DispatcherType.FORWARD;
        http.attributes.put(RequestDispatcher.FORWARD_REQUEST_URI, "/api/v1/messages");
        container();
        assertThat(http.passedOn).isFalse();
        assertThat(http.status).isEqualTo(401);
    }

    @Test
    void an_error_of_the_container_becomes_a_problem_for_a_program() throws Exception {
        http.dispatcher = DispatcherType.ERROR;
        http.status = 500;
        http.attributes.put(RequestDispatcher.ERROR_REQUEST_URI, "/api/v1/events");
        container();
        assertThat(http.body.toString()).contains("urn:ssms:internal");
    }

    @Test
    void people_get_the_page() throws Exception {
        http.dispatcher = DispatcherType.ERROR;
        http.attributes.put(RequestDispatcher.ERROR_REQUEST_URI, "/play.xhtml");
        container();
        assertThat(http.passedOn).isTrue();
    }

    private void gate() throws Exception {
        new ApiGate().doFilter(http.request(), http.response(), http.chain());
    }

    private void container() throws Exception {
        new ContainerProblems().doFilter(http.request(), http.response(), http.chain());
    }
}
