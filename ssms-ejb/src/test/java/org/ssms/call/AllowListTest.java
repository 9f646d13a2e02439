package org.ssms.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.base.config.ConfigException;

class AllowListTest {
    private static AllowList list(String patterns) {
        return AllowList.parse("ssms.phone.call-back", Arrays.asList(patterns.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        "+49, +4930123, true",
        "+49, +33123456, false",
        "+49, +4, false",
        "+49 !+49900, +4930123, true",
        "+49 !+49900, +4990012345, false",
        "!+49900 +49, +4990012345, false",
        "+4990012345 !+49900, +4990012345, false",
        "+49 +49 !+4930, +4930123, false",
        "!+49900, +4930123, false",
        "@example.com, bob@example.com, true",
        "@Example.COM, bob@EXAMPLE.com, true",
        "@example.com, bob@sub.example.com, false",
        "@example.com, bob@evilexample.com, false",
        "@example.com, bob@example.com.evil.org, false",
        "@example.com, +4930123, false",
        "+49, +4930123@evil.org, false",
        "@example.com !@example.com, bob@example.com, false"
    })
    void t12_what_nothing_allows_or_anything_refuses_is_not_called(String patterns, String whom, boolean allowed) {
        assertThat(list(patterns).allows(whom)).isEqualTo(allowed);
    }

    @Test
    void t12_without_patterns_nobody_is_called() {
        AllowList nobody = AllowList.parse("ssms.phone.call-back", List.of());
        assertThat(nobody).isEqualTo(AllowList.NOBODY);
        assertThat(nobody.allows("+4930123")).isFalse();
        assertThat(nobody.allows("bob@example.com")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+",
                "!",
                "49",
                "0049",
                "+0",
                "+49*",
                "+49,+33",
                "+49;ext=1",
                "!!+49",
                "+1234567890123456",
                "@",
                "@*",
                "@.",
                "@-example.com",
                "bob@example.com",
                "@example.com;user=phone",
                "sip:+49",
                "true"
            })
    void garbage_is_refused_by_the_name_of_its_key(String pattern) {
        assertThatThrownBy(() -> list("+49 " + pattern))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ssms.phone.call-back")
                .hasMessageContaining(pattern);
    }
}
