package org.ssms.protect.license;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RightsWordsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final RightsWords english = new RightsWords(Locale.ENGLISH, BERLIN);
    private final RightsWords german = new RightsWords(Locale.GERMANY, BERLIN);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{} | no limits | ohne Einschränkung",
                "{'plays':0} | no plays left | kein Abspielen mehr",
                "{'plays':1} | 1 play left | noch 1 Mal abspielbar",
                "{'plays':2} | 2 plays left | noch 2 Mal abspielbar",
                "{'plays':1234} | 1,234 plays left | noch 1.234 Mal abspielbar",
                "{'plays':2,'notAfter':'2026-12-04T16:00:00Z'} | 2 plays left, until Friday, 4 December 2026, 17:00"
                        + " | noch 2 Mal abspielbar, bis Freitag, 4. Dezember 2026, 17:00",
                "{'notBefore':'2026-07-04T16:00:00Z'} | from Saturday, 4 July 2026, 18:00"
                        + " | ab Samstag, 4. Juli 2026, 18:00",
                "{'playFor':'P1DT2H'} | for 1 day 2 hours after the first play"
                        + " | 1 Tag 2 Stunden lang nach dem ersten Abspielen",
                "{'playFor':'PT0S'} | for 0 seconds after the first play"
                        + " | 0 Sekunden lang nach dem ersten Abspielen",
                "{'forward':0} | cannot be forwarded | nicht weiterleitbar",
                "{'forward':1} | can be forwarded once | einmal weiterleitbar",
                "{'forward':3} | can be forwarded 3 times in a row | 3 Mal hintereinander weiterleitbar",
                "{'save':true,'minDrm':'clearkey'} | no limits | ohne Einschränkung",
                "{'save':false,'reply':false} | cannot be saved, cannot be answered"
                        + " | nicht speicherbar, nicht beantwortbar",
                "{'users':['bob','alice']} | only for alice, bob | nur für alice, bob",
                "{'users':[]} | for nobody | für niemanden",
                "{'users':['{0} {it}']} | only for {0} {it} | nur für {0} {it}",
                "{'minDrm':'hardware'} | plays in players with protected hardware only"
                        + " | nur in Abspielern mit geschützter Hardware"
            })
    void limits_are_told_in_both_languages(String json, String inEnglish, String inGerman) throws Exception {
        UsageRights rights = read(json);
        assertThat(english.line(rights)).isEqualTo(inEnglish);
        assertThat(german.line(rights)).isEqualTo(inGerman);
    }

    @Test
    void why_a_control_is_off_is_a_sentence_and_nothing_when_it_is_on() throws Exception {
        UsageRights rights = read("{'forward':0,'save':false,'reply':true}");
        assertThat(english.whyOff(Right.SAVE, rights)).contains("It may not be saved.");
        assertThat(german.whyOff(Right.FORWARD, rights)).contains("Sie darf nicht weitergeleitet werden.");
        assertThat(english.whyOff(Right.REPLY, rights)).isEmpty();
        assertThat(english.whyOff(Right.MODIFY, rights)).isEmpty();
    }

    @Test
    void another_language_is_told_in_english_whatever_the_machine_speaks() throws Exception {
        assertThat(new RightsWords(Locale.JAPANESE, BERLIN).line(read("{'notAfter':'2026-12-04T16:00:00Z'}")))
                .isEqualTo("until Friday, 4 December 2026, 17:00");
    }

    /** A new right without words would be found here and not by a listener. */
    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void every_right_of_the_catalogue_has_its_words(String language) {
        RightsWords words = new RightsWords(Locale.forLanguageTag(language), BERLIN);
        assertThat(Right.catalogue())
                .allSatisfy(right -> assertThat(words.limits(strict())).containsKey(right));
        assertThat(ResourceBundle.getBundle("org.ssms.protect.license.rights", Locale.forLanguageTag("de"))
                        .keySet())
                .isEqualTo(ResourceBundle.getBundle("org.ssms.protect.license.rights", Locale.ROOT)
                        .keySet());
    }

    private static UsageRights strict() {
        UsageRights rights = UsageRights.UNLIMITED
                .with(Right.USERS, Set.of())
                .with(Right.PLAYS, 0)
                .with(Right.NOT_BEFORE, Instant.EPOCH)
                .with(Right.NOT_AFTER, Instant.EPOCH)
                .with(Right.PLAY_FOR, Duration.ZERO)
                .with(Right.FORWARD, 0)
                .with(Right.MIN_DRM, MinDrm.SOFTWARE);
        for (Right<Boolean> flag :
                List.of(Right.SAVE, Right.MODIFY, Right.REPLY, Right.TRANSCRIPT, Right.PHONE_PLAYBACK)) {
            rights = rights.with(flag, false);
        }
        return rights;
    }

    private static UsageRights read(String json) throws MalformedLicenseException {
        return UsageRights.fromJson(json.replace('\'', '"'));
    }
}
