package org.ssms.license.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.base.http.Problem;

class HeadersFilterTest {
    private final Map<String, String> headers = new HashMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean passed;

    @ParameterizedTest
    @CsvSource({
        "true,  192.0.2.1,        true",
        "true,  127.0.0.1,        true",
        "false, 127.0.0.1,        true",
        "false, 127.3.4.5,        true",
        "false, ::1,              true",
        "false, 0:0:0:0:0:0:0:1,  true",
        "false, 192.0.2.1,        false",
        "false, 10.0.0.1,         false",
        "false, 2001:db8::1,      false",
        "false, ::ffff:192.0.2.1, false"
    })
    void only_tls_and_this_machine_pass(boolean secure, String address, boolean expected) throws Exception {
        filter(secure, address);
        assertThat(passed).isEqualTo(expected);
        assertThat(body.toString(UTF_8)).matches(json -> expected == json.isEmpty());
        assertThat(headers).containsEntry("Cache-Control", "private, no-store").containsKey("Content-Security-Policy");
    }

    @Test
    void a_refusal_is_a_problem_document() throws Exception {
        filter(false, "192.0.2.1");
        assertThat(headers).containsEntry("status", "403").containsEntry("type", Problem.MEDIA_TYPE);
        assertThat(body.toString(UTF_8)).contains("\"urn:ssms:insecure-channel\"");
    }

    private void filter(boolean secure, String address) throws Exception {
        FilterChain chain = (request, response) -> passed = true;
        new HeadersFilter().doFilter(request(secure, address), response(), chain);
    }

    private static HttpServletRequest request(boolean secure, String address) {
        return fake(HttpServletRequest.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "isSecure" -> secure;
            case "getRemoteAddr" -> address;
            default -> throw new AssertionError(method);
        });
    }

    private HttpServletResponse response() {
        return fake(HttpServletResponse.class, (proxy, method, arguments) -> {
            switch (method.getName()) {
                case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                case "setStatus" -> headers.put("status", String.valueOf(arguments[0]));
                case "setContentType" -> headers.put("type", (String) arguments[0]);
                case "getOutputStream" -> {
                    return new Body();
                }
                default -> throw new AssertionError(method);
            }
            return null;
        });
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** Writes into {@link #body}. */
    private final class Body extends ServletOutputStream {
        @Override
        public void write(int b) {
            body.write(b);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
