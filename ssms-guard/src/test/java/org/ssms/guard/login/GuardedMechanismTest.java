package org.ssms.guard.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedMechanismTest {
    @ParameterizedTest
    @ValueSource(strings = {"/operators/v1/lists", "/operators/v1/lists/sales", "/operators/"})
    void the_passwords_of_operators_are_no_guesses_at_accounts(String path) {
        assertThat(GuardedMechanism.isOfOperators(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/operators", "/api/v1/messages", "/x/operators/v1/lists", "/calls.xhtml"})
    void everybody_else_is_looked_at(String path) {
        assertThat(GuardedMechanism.isOfOperators(path)).isFalse();
    }

    @Test
    void a_request_without_a_path_is_nobodys() {
        assertThat(GuardedMechanism.isOfOperators(null)).isFalse();
    }
}
