package org.ssms.call;

import java.time.Clock;
import java.time.ZoneOffset;
import org.ssms.call.menu.Menus;
import org.ssms.media.prompt.Prompts;

/** English, in UTC, with the built-in menus. */
final class TestVoice {
    static final Voice ENGLISH = new Voice(Prompts.load("en"), ZoneOffset.UTC, Clock.systemUTC());
    static final Menus MENUS = new Menus(null, ENGLISH.prompts().names()::contains);

    private TestVoice() {}
}
