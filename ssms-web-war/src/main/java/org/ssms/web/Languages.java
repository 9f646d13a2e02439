package org.ssms.web;

import java.util.List;
import java.util.Locale;

/** The languages that the pages speak. */
public final class Languages {
    static final List<Locale> SPOKEN = List.of(Locale.ENGLISH, Locale.GERMAN);

    private Languages() {}

    /** The first of ours that the reader wants, who names the best first; English when there is none. */
    public static Locale best(List<Locale> wanted) {
        return wanted.stream()
                .flatMap(locale ->
                        SPOKEN.stream().filter(ours -> ours.getLanguage().equals(locale.getLanguage())))
                .findFirst()
                .orElse(Locale.ENGLISH);
    }
}
