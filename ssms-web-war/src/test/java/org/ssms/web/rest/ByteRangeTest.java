package org.ssms.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.web.rest.ByteRange.Part;
import org.ssms.web.rest.ByteRange.Unsatisfiable;
import org.ssms.web.rest.ByteRange.Whole;

class ByteRangeTest {
    private static final long LENGTH = 1000;

    // the first five are the examples of RFC 9110 §14.1.2, for a shorter representation
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "bytes=0-499, 0, 499",
        "bytes=500-999, 500, 999",
        "bytes=-500, 500, 999",
        "bytes=950-, 950, 999",
        "bytes=0-0, 0, 0",
        "bytes=-1, 999, 999",
        "bytes=0-, 0, 999",
        "bytes=900-99999999999999999999999, 900, 999",
        "bytes=-5000, 0, 999",
        "bytes=-99999999999999999999999, 0, 999",
        "BYTES=1-2, 1, 2",
        "'bytes= 1-2 ', 1, 2",
        "bytes=0000000000000000000000001-2, 1, 2",
    })
    void a_single_range_is_cut_to_the_representation(String header, long first, long last) {
        assertThat(ByteRange.parse(header, LENGTH)).isEqualTo(new Part(first, last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=1000-", "bytes=1000-1001", "bytes=99999999999999999999-", "bytes=-0", "bytes=-000"})
    void a_range_behind_the_end_is_unsatisfiable(String header) {
        assertThat(ByteRange.parse(header, LENGTH)).isEqualTo(new Unsatisfiable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=2-1",
                "bytes=a-b",
                "bytes=0x1-2",
                "bytes=1--2",
                "bytes=+1-2",
                "bytes=0-1,3-4",
                "bytes=0-1,",
                "items=0-1",
                "bytes:0-1",
                "bytes=١-٢",
            })
    void what_is_malformed_or_several_ranges_is_ignored(String header) {
        assertThat(ByteRange.parse(header, LENGTH)).isEqualTo(new Whole());
    }

    @Test
    void no_header_asks_for_everything() {
        assertThat(ByteRange.parse(null, LENGTH)).isEqualTo(new Whole());
    }

    @Test
    void nothing_of_an_empty_representation_can_be_cut_out() {
        assertThat(ByteRange.parse("bytes=0-", 0)).isEqualTo(new Unsatisfiable());
        assertThat(ByteRange.parse("bytes=-1", 0)).isEqualTo(new Whole());
    }

    @Test
    void the_length_of_a_part_counts_both_ends() {
        assertThat(new Part(3, 3).length()).isEqualTo(1);
        assertThat(new Part(0, 9).length()).isEqualTo(10);
    }
}
