package org.ssms.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityHeadersTest {
    private final FakeServlet http = new FakeServlet();

    @Test
    void scripts_styles_and_frames_come_from_nowhere_else() throws Exception {
        filter();
        assertThat(http.headers.get("content-security-policy"))
                .contains("default-src 'self'", "media-src blob:", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe-inline", "unsafe-eval", "data:", "*");
        assertThat(http.headers)
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("referrer-policy", "no-referrer");
        assertThat(http.passedOn).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"/greetings.xhtml, (self)", "/calls.xhtml, ()", "/play.xhtml, ()", "/login.xhtml, ()"})
    void only_the_page_that_records_may_ask_for_the_microphone(String page, String allowed) throws Exception {
        http.uri = page;
        filter();
        assertThat(http.headers)
                .containsEntry("permissions-policy", "camera=(), geolocation=(), microphone=" + allowed);
    }

    @Test
    void https_is_remembered_when_it_is_used() throws Exception {
        http.secure = true;
        filter();
        assertThat(http.headers).containsKey("strict-transport-security");
    }

    @Test
    void plain_http_promises_nothing_about_https() throws Exception {
        filter();
        assertThat(http.headers).doesNotContainKey("strict-transport-security");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "vm.localhost", "127.0.0.1", "[::1]"})
    void localhost_is_not_pinned_to_https(String host) throws Exception {
        http.secure = true;
        http.host = host;
        filter();
        assertThat(http.headers).doesNotContainKey("strict-transport-security");
    }

    @Test
    void assets_are_kept_and_pages_are_not() throws Exception {
        http.uri = "/assets/ssms.css";
        filter();
        assertThat(http.headers).containsEntry("cache-control", "no-cache");
        http.uri = "/login.xhtml";
        filter();
        assertThat(http.headers).containsEntry("cache-control", "private, no-store");
    }

    @Test
    void what_a_subscriber_gets_is_not_stored_either() throws Exception {
        http.user = "alice";
        filter();
        assertThat(http.headers).containsEntry("cache-control", "private, no-store");
    }

    private void filter() throws Exception {
        new SecurityHeaders().doFilter(http.request(), http.response(), http.chain());
    }
}
