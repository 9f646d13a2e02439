package org.ssms.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguagesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"de-AT en | de", "fr de | de", "en-GB de | en", "fr | en", "* | en", "'' | en"})
    void the_first_of_the_readers_languages_that_we_speak_is_taken(String wanted, String spoken) {
        List<Locale> locales =
                Stream.of(wanted.split(" ", -1)).map(Locale::forLanguageTag).toList();
        assertThat(Languages.best(locales).getLanguage()).isEqualTo(spoken);
        assertThat(Languages.best(List.of())).isEqualTo(Locale.ENGLISH);
    }
}
