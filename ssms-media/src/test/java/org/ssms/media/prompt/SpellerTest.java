package org.ssms.media.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is heard, as the words of the catalogue. {@code |} stands between the prompts. */
class SpellerTest {
    /** A Friday. */
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 27);

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiterString = " = ", textBlock = """
            number 0                   = zero
            number 1                   = one
            number 12                  = twelve
            number 20                  = twenty
            number 21                  = twenty|one
            number 99                  = ninety|nine
            number 100                 = one|hundred
            number 101                 = one|hundred|one
            number 365                 = three|hundred|sixty|five
            number 1000                = one|thousand
            number 2027                = two|thousand|twenty|seven
            number 999999              = nine|hundred|ninety|nine|thousand|nine|hundred|ninety|nine
            number 2147483647          = more than|nine|hundred|ninety|nine|thousand|nine|hundred|ninety|nine
            count 0 PLAY_LEFT          = no plays left
            count 1 PLAY_LEFT          = one play left
            count 2 PLAY_LEFT          = two|plays left
            count 21 PLAY_LEFT         = twenty|one|plays left
            count 0 NEW_MESSAGE        = no new messages
            count 1 NEW_MESSAGE        = one new message
            count 3 SAVED_MESSAGE      = three|saved messages
            count 1 SHARED_MESSAGE     = one forwarded message
            count 2 SHARED_MESSAGE     = two|forwarded messages
            count 1 MEMBER             = one member
            count 50 MEMBER            = fifty|members
            count 1 TIME               = once
            count 2 TIME               = two|times
            count 1 DAY                = one day
            count 31 DAY               = thirty|one|days
            duration PT0.4S            = one second
            duration PT7S              = seven|seconds
            duration PT1M              = one minute
            duration PT1M1S            = one minute|one second
            duration PT2M35S           = two|minutes|thirty|five|seconds
            duration PT1H2M59S         = one hour|two|minutes
            duration PT24H             = one day
            duration PT50H             = two|days|two|hours
            time 00:00                 = at|midnight
            time 00:05                 = at|twelve|oh|five|A M
            time 09:00                 = at|nine|A M
            time 12:00                 = at|noon
            time 12:30                 = at|twelve|thirty|P M
            time 15:45                 = at|three|forty|five|P M
            time 23:59                 = at|eleven|fifty|nine|P M
            date 2026-11-27            = today
            date 2026-11-26            = yesterday
            date 2026-11-28            = tomorrow
            date 2026-12-01            = Tuesday,|December|first
            date 2026-12-21            = Monday,|December|twenty|first
            date 2026-03-30            = Monday,|March|thirtieth
            date 2027-01-31            = Sunday,|January|thirty|first|two|thousand|twenty|seven
            moment 2026-11-26T15:00    = yesterday|at|three|P M
            digits 407                 = four|zero|seven
            digits 123456              = one|two|three|(pause)|four|five|six
            digits +4930               = plus|four|nine|three|(pause)|zero
            """)
    void english(String value, String heard) {
        assertThat(heard("en", value)).isEqualTo(heard);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiterString = " = ", textBlock = """
            number 0                   = null
            number 1                   = eins
            number 16                  = sechzehn
            number 17                  = siebzehn
            number 21                  = einundzwanzig
            number 30                  = dreißig
            number 66                  = sechsundsechzig
            number 77                  = siebenundsiebzig
            number 100                 = hundert
            number 101                 = hundert|eins
            number 365                 = drei|hundert|fünfundsechzig
            number 1001                = tausend|eins
            number 2027                = zwei|tausend|siebenundzwanzig
            number 101000              = hundert|ein|tausend
            number 1000000             = mehr als|neun|hundert|neunundneunzig|tausend|neun|hundert|neunundneunzig
            count 0 PLAY_LEFT          = keine Wiedergabe übrig
            count 1 PLAY_LEFT          = eine Wiedergabe übrig
            count 2 PLAY_LEFT          = zwei|Wiedergaben übrig
            count 1 NEW_MESSAGE        = eine neue Nachricht
            count 5 NEW_MESSAGE        = fünf|neue Nachrichten
            count 0 SAVED_MESSAGE      = keine gespeicherten Nachrichten
            count 1 TIME               = ein Mal
            count 3 TIME               = drei|Mal
            count 1 DAY                = ein Tag
            count 101 DAY              = hundert|ein|Tage
            duration PT1M              = eine Minute
            duration PT1M1S            = eine Minute|eine Sekunde
            duration PT2M35S           = zwei|Minuten|fünfunddreißig|Sekunden
            duration PT1H              = eine Stunde
            duration PT49H             = zwei|Tage|eine Stunde
            time 00:05                 = um|null|Uhr|fünf
            time 01:00                 = um|ein|Uhr
            time 01:01                 = um|ein|Uhr|eins
            time 15:45                 = um|fünfzehn|Uhr|fünfundvierzig
            time 21:30                 = um|einundzwanzig|Uhr|dreißig
            date 2026-11-27            = heute
            date 2026-11-26            = gestern
            date 2026-12-01            = Dienstag,|den ersten|Dezember
            date 2026-12-03            = Donnerstag,|den dritten|Dezember
            date 2026-12-07            = Montag,|den siebten|Dezember
            date 2026-12-08            = Dienstag,|den achten|Dezember
            date 2026-12-19            = Samstag,|den neunzehnten|Dezember
            date 2026-12-20            = Sonntag,|den zwanzigsten|Dezember
            date 2027-01-31            = Sonntag,|den einunddreißigsten|Januar|zwei|tausend|siebenundzwanzig
            moment 2026-11-27T09:10    = heute|um|neun|Uhr|zehn
            digits 012                 = null|eins|zwei
            """)
    void german(String value, String heard) {
        assertThat(heard("de", value)).isEqualTo(heard);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiterString = " = ", textBlock = """
            number 0                   = zéro
            number 1                   = un
            number 6                   = six
            number 17                  = dix-sept
            number 21                  = vingt et un
            number 22                  = vingt-deux
            number 70                  = soixante-dix
            number 71                  = soixante et onze
            number 72                  = soixante-douze
            number 79                  = soixante-dix-neuf
            number 80                  = quatre-vingts
            number 81                  = quatre-vingt-un
            number 90                  = quatre-vingt-dix
            number 91                  = quatre-vingt-onze
            number 99                  = quatre-vingt-dix-neuf
            number 100                 = cent
            number 101                 = cent|un
            number 200                 = deux|cent
            number 1000                = mille
            number 2027                = deux|mille|vingt-sept
            number 6000                = si|mille
            number 1000000             = plus de|neuf|cent|quatre-vingt-dix-neuf|mille|neuf|cent|quatre-vingt-dix-neuf
            count 0 PLAY_LEFT          = plus aucune lecture
            count 1 PLAY_LEFT          = une lecture restante
            count 2 PLAY_LEFT          = deux|lectures restantes
            count 21 PLAY_LEFT         = vingt et une|lectures restantes
            count 81 PLAY_LEFT         = quatre-vingt-une|lectures restantes
            count 71 PLAY_LEFT         = soixante et onze|lectures restantes
            count 1 NEW_MESSAGE        = un nouveau message
            count 6 NEW_MESSAGE        = si|nouveaux messages
            count 21 NEW_MESSAGE       = vingt et un|nouveaux messages
            count 0 SAVED_MESSAGE      = aucun message sauvegardé
            count 21 SHARED_MESSAGE    = vingt et un|messages transférés
            count 21 MEMBER            = vingt et un|membres
            count 1 TIME               = une fois
            count 8 TIME               = hui|fois
            count 101 TIME             = cent|une|fois
            count 10 DAY               = di|jours
            count 110 DAY              = cent|di|jours
            duration PT1M1S            = une minute|une seconde
            duration PT21M10S          = vingt et une|minutes|di|secondes
            duration PT1H              = une heure
            duration PT2H5M            = deux heures|cinq|minutes
            duration PT45H             = un jour|vingt et une heures
            time 00:00                 = à|zéro heure
            time 01:01                 = à|une heure|une
            time 09:06                 = à|neuf heures|six
            time 15:45                 = à|quinze heures|quarante-cinq
            time 21:21                 = à|vingt et une heures|vingt et une
            date 2026-11-27            = aujourd'hui
            date 2026-11-26            = hier
            date 2026-11-28            = demain
            date 2026-12-01            = mardi|premier|décembre
            date 2026-12-21            = lundi|vingt et un|décembre
            date 2027-08-08            = dimanche|huit|août|deux|mille|vingt-sept
            moment 2026-11-27T16:00    = aujourd'hui|à|seize heures
            """)
    void french(String value, String heard) {
        assertThat(heard("fr", value)).isEqualTo(heard);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiterString = " = ", textBlock = """
            number 0                   = cero
            number 1                   = uno
            number 16                  = dieciséis
            number 21                  = veintiuno
            number 22                  = veintidós
            number 30                  = treinta
            number 31                  = treinta y|uno
            number 99                  = noventa y|nueve
            number 100                 = cien
            number 101                 = ciento|uno
            number 500                 = quinientos
            number 777                 = setecientos|setenta y|siete
            number 1000                = mil
            number 2027                = dos|mil|veintisiete
            number 21000               = veintiún|mil
            number 100000              = cien|mil
            number 1000000             = más de|novecientos|noventa y|nueve|mil|novecientos|noventa y|nueve
            count 0 PLAY_LEFT          = ninguna reproducción restante
            count 1 PLAY_LEFT          = una reproducción restante
            count 2 PLAY_LEFT          = dos|reproducciones restantes
            count 21 PLAY_LEFT         = veintiuna|reproducciones restantes
            count 31 PLAY_LEFT         = treinta y|una|reproducciones restantes
            count 200 PLAY_LEFT        = doscientas|reproducciones restantes
            count 1 NEW_MESSAGE        = un mensaje nuevo
            count 21 NEW_MESSAGE       = veintiún|mensajes nuevos
            count 41 NEW_MESSAGE       = cuarenta y|un|mensajes nuevos
            count 21 SHARED_MESSAGE    = veintiún|mensajes reenviados
            count 31 MEMBER            = treinta y|un|miembros
            count 0 SAVED_MESSAGE      = ningún mensaje guardado
            count 1 TIME               = una vez
            count 2 TIME               = dos|veces
            count 101 DAY              = ciento|un|días
            duration PT1M1S            = un minuto|un segundo
            duration PT21M31S          = veintiún|minutos|treinta y|un|segundos
            duration PT21H1M           = veintiuna|horas|un minuto
            time 00:10                 = a las|doce|y|diez|de la noche
            time 01:00                 = a la una|de la madrugada
            time 09:15                 = a las|nueve|y|cuarto|de la mañana
            time 12:00                 = a las|doce|del mediodía
            time 13:21                 = a la una|y|veintiuno|de la tarde
            time 15:45                 = a las|tres|y|cuarenta y|cinco|de la tarde
            time 21:30                 = a las|nueve|y|media|de la noche
            date 2026-11-27            = hoy
            date 2026-11-26            = ayer
            date 2026-11-28            = mañana
            date 2026-12-01            = el martes|primero|de diciembre
            date 2026-12-21            = el lunes|veintiuno|de diciembre
            date 2027-01-31            = el domingo|treinta y|uno|de enero|de|dos|mil|veintisiete
            moment 2026-11-27T08:05    = hoy|a las|ocho|y|cinco|de la mañana
            """)
    void spanish(String value, String heard) {
        assertThat(heard("es", value)).isEqualTo(heard);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiterString = " = ", textBlock = """
            number 0                   = zero
            number 1                   = uno
            number 17                  = diciassette
            number 21                  = ventuno
            number 23                  = ventitré
            number 28                  = ventotto
            number 80                  = ottanta
            number 81                  = ottantuno
            number 88                  = ottantotto
            number 100                 = cento
            number 101                 = cento|uno
            number 365                 = tre|cento|sessantacinque
            number 1000                = mille
            number 1001                = mille|uno
            number 2027                = due|mila|ventisette
            number 21000               = ventuno|mila
            number 1000000             = più di|nove|cento|novantanove|mila|nove|cento|novantanove
            count 0 PLAY_LEFT          = nessun ascolto rimasto
            count 1 PLAY_LEFT          = un ascolto rimasto
            count 2 PLAY_LEFT          = due|ascolti rimasti
            count 1 NEW_MESSAGE        = un messaggio nuovo
            count 21 NEW_MESSAGE       = ventuno|messaggi nuovi
            count 0 SAVED_MESSAGE      = nessun messaggio salvato
            count 1 TIME               = una volta
            count 2 TIME               = due|volte
            count 1 DAY                = un giorno
            duration PT1M1S            = un minuto|un secondo
            duration PT1H              = un'ora
            duration PT23H45M          = ventitré|ore|quarantacinque|minuti
            time 00:00                 = a mezzanotte
            time 00:05                 = a mezzanotte|e|cinque
            time 01:10                 = all'una|e|dieci
            time 13:00                 = alle|tredici
            time 15:45                 = alle|quindici|e|quarantacinque
            date 2026-11-27            = oggi
            date 2026-11-26            = ieri
            date 2026-11-28            = domani
            date 2026-12-01            = martedì|primo|dicembre
            date 2026-12-21            = lunedì|ventuno|dicembre
            date 2027-01-31            = domenica|trentuno|gennaio|due|mila|ventisette
            moment 2026-11-27T20:30    = oggi|alle|venti|e|trenta
            """)
    void italian(String value, String heard) {
        assertThat(heard("it", value)).isEqualTo(heard);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 2", "#", "*", "١", "a"})
    void what_is_no_digit_is_refused_and_not_repeated_in_the_exception(String digits) {
        assertThatThrownBy(() -> Speller.of("en").digits(digits))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("neither a digit nor a plus");
    }

    @Test
    void nothing_is_below_zero() {
        assertThatThrownBy(() -> Speller.of("en").number(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String heard(String language, String value) {
        Map<String, String> words = Prompts.catalogue(language);
        return spell(Speller.of(language), value.split(" ", -1)).stream()
                .map(name -> name.equals(Prompts.PAUSE) ? "(pause)" : words.get(name))
                .collect(Collectors.joining("|"));
    }

    private static List<String> spell(Speller speller, String[] value) {
        return switch (value[0]) {
            case "number" -> speller.number(Long.parseLong(value[1]));
            case "count" -> speller.count(Long.parseLong(value[1]), Counted.valueOf(value[2]));
            case "duration" -> speller.duration(Duration.parse(value[1]));
            case "time" -> speller.time(LocalTime.parse(value[1]));
            case "date" -> speller.date(LocalDate.parse(value[1]), TODAY);
            case "moment" -> speller.moment(LocalDateTime.parse(value[1]), TODAY);
            case "digits" -> speller.digits(value[1]);
            default -> throw new IllegalArgumentException(value[0]);
        };
    }
}
