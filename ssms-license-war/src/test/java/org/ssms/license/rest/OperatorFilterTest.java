package org.ssms.license.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.HttpMethod;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.ssms.guard.login.Operators;
import org.ssms.guard.login.Operators.Role;

class OperatorFilterTest {
    @Test
    void what_cannot_be_undone_is_for_who_keeps_the_security() {
        Map<String, Role> roles = Arrays.stream(AccountResource.class.getDeclaredMethods())
                .filter(OperatorFilterTest::isAnswered)
                .collect(Collectors.toMap(
                        Method::getName, method -> OperatorFilter.role(method, AccountResource.class)));
        assertThat(roles)
                .isEqualTo(Map.of(
                        "list", Role.READ,
                        "show", Role.READ,
                        "disable", Role.OPERATE,
                        "enable", Role.OPERATE,
                        "create", Role.SECURITY,
                        "reset", Role.SECURITY,
                        "delete", Role.SECURITY));
    }

    @Test
    void what_says_nothing_is_for_the_last_role_and_all_of_it_for_operators() throws Exception {
        assertThat(AccountResource.class.isAnnotationPresent(OperatorOnly.class))
                .isTrue();
        assertThat(OperatorFilter.role(Object.class.getMethod("toString"), AccountResource.class))
                .isEqualTo(Role.SECURITY);
        assertThat(OperatorFilter.role(Object.class.getMethod("toString"), Object.class))
                .isEqualTo(Role.SECURITY);
    }

    @Test
    void no_page_acts_for_who_has_typed_his_password_into_a_browser() {
        assertThat(isFromPage(Map.of())).isFalse();
        for (String origin : List.of("https://evil.example", "null", "https://vm.example.org")) {
            assertThat(isFromPage(Map.of("Origin", origin))).as(origin).isTrue();
            assertThat(isFromPage(Map.of("Origin", origin, "Sec-Fetch-Site", "same-origin")))
                    .isTrue();
        }
        assertThat(isFromPage(Map.of("Sec-Fetch-Site", "cross-site"))).isTrue();
        assertThat(isFromPage(Map.of("Sec-Fetch-Site", "same-site"))).isTrue();
    }

    private static boolean isFromPage(Map<String, String> headers) {
        return Operators.isFromPage(headers::get);
    }

    private static boolean isAnswered(Method method) {
        return Arrays.stream(method.getAnnotations())
                .anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class));
    }
}
