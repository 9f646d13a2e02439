package org.ssms.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageGateTest {
    private final FakeServlet http = new FakeServlet();

    @Test
    void a_stranger_is_sent_to_the_login_page_which_remembers_where_he_was_going() throws Exception {
        http.uri = "/play.xhtml";
        http.query = "id=abc";
        gate();
        assertThat(http.passedOn).isFalse();
        assertThat(http.status).isEqualTo(303);
        String wanted = new ReturnPath("/play.xhtml?id=abc").encoded();
        assertThat(http.headers).containsEntry("location", "/login.xhtml?next=" + wanted);
        assertThat(http.headers).containsEntry("cache-control", "private, no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PROPFIND"})
    void what_a_stranger_posts_is_gone(String method) throws Exception {
        http.uri = "/calls";
        http.method = method;
        gate();
        assertThat(http.passedOn).isFalse();
        assertThat(http.status).isEqualTo(303);
        assertThat(http.headers).containsEntry("location", "/login.xhtml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login.xhtml",
                "/guest.xhtml",
                "/control.xhtml",
                "/password.xhtml",
                "/assets/ssms.css",
                "/logout",
                "/api/v1/messages",
                "/location/v1/a.example/bob",
                "/operators/v1/lists"
            })
    void these_addresses_are_open_to_everybody(String open) throws Exception {
        http.uri = open;
        gate();
        assertThat(http.passedOn).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.xhtml",
                "/calls",
                "/return/x",
                "/login.xhtml/index.xhtml",
                "/guest.xhtml/index.xhtml",
                "/logout/index.xhtml",
                "/assets",
                "/assets/../index.xhtml",
                "/apis.xhtml",
                "/operators",
                "/nowhere",
                "/login.xhtml/../calls.xhtml"
            })
    void all_others_are_not(String guarded) throws Exception {
        http.uri = guarded;
        gate();
        assertThat(http.passedOn).isFalse();
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
    }

    @Test
    void the_way_back_is_read_as_it_was_written() {
        ReturnPath wanted = new ReturnPath("/play.xhtml?id=abc");
        assertThat(ReturnPath.decoded(wanted.encoded())).contains(wanted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//evil.example/", "https://evil.example/", "/\\evil.example", "/a\r\nSet-Cookie: x=y", "", "x"})
    void another_server_is_no_way_to_return(String elsewhere) {
        assertThat(ReturnPath.of(elsewhere)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/return/%s/j_security_check", "/return/%s/", "/return/%s"})
    void a_login_leads_to_the_page_that_was_wanted(String posted) {
        ReturnPath wanted = new ReturnPath("/play.xhtml?id=abc");
        assertThat(ReturnServlet.next(posted.formatted(wanted.encoded()), "")).contains(wanted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/return/", "/return/***/", "/return/Ly9ldmlsLmV4YW1wbGU/", "/j_security_check"})
    void a_login_of_any_other_form_leads_to_the_first_page(String posted) {
        assertThat(ReturnServlet.next(posted, "")).isEmpty();
    }

    private void gate() throws Exception {
        new PageGate().doFilter(http.request(), http.response(), http.chain());
    }
}
