package org.ssms.call;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ssms.call.menu.Menus;
import org.ssms.media.prompt.Prompt;
import org.ssms.media.prompt.Prompts;
import org.ssms.media.prompt.Sound;

/** English, in UTC, with the built-in menus. */
final class TestVoice {
    static final Map<String, Prompts> LANGUAGES =
            Prompts.LANGUAGES.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), Prompts::load));
    static final Voice ENGLISH = new Voice(LANGUAGES, "en", ZoneOffset.UTC, Clock.systemUTC());
    static final Menus MENUS = new Menus(null, ENGLISH::hasInAllLanguages);

    private TestVoice() {}

    static String name(Sound prompt) {
        return ((Prompt) prompt).name();
    }

    static int samples(Sound prompt) {
        return ((Prompt) prompt).samples();
    }
}
