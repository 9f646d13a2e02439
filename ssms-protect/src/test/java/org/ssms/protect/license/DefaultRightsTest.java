package org.ssms.protect.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultRightsTest {
    @Test
    void what_is_read_is_written_again() throws Exception {
        for (String json : new String[] {
            "{\"calling\":{\"plays\":3},\"called\":{\"save\":false}}",
            "{\"calling\":{},\"called\":{}}",
            "{\"called\":{}}"
        }) {
            assertThat(DefaultRights.fromJson(json).toJson()).isEqualTo(json);
        }
        assertThat(DefaultRights.fromJson("{}")).isEqualTo(DefaultRights.NONE);
    }

    @Test
    void no_limits_of_ones_own_are_not_the_same_as_those_of_the_domain() throws Exception {
        assertThat(DefaultRights.fromJson("{\"calling\":{}}").calling()).isEqualTo(UsageRights.UNLIMITED);
        assertThat(DefaultRights.fromJson("{\"calling\":null}").calling()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'calling':[]} | calling",
                "{'called':7} | called",
                "{'calling':{'plays':-1}} | plays",
                "{'called':{'sing':true}} | sing",
                "{'mine':{}} | mine",
                "{'called':{},'called':{}} | called"
            })
    void anything_else_is_malformed_and_its_member_named(String json, String member) {
        assertThatThrownBy(() -> DefaultRights.fromJson(json.replace('\'', '"')))
                .isInstanceOf(MalformedLicenseException.class)
                .hasMessageContaining("member '" + member + "'");
    }

    @Test
    void of_a_wrong_right_it_is_said_whether_it_is_the_callers_or_the_called_ones() {
        assertThatThrownBy(() -> DefaultRights.fromJson("{\"calling\":{},\"called\":{\"plays\":-1}}"))
                .isInstanceOf(MalformedLicenseException.class)
                .hasMessage("member 'plays' is out of range, in 'called'");
    }
}
