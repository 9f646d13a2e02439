package org.ssms.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Named;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;
import org.ssms.base.json.JsonText;
import org.ssms.web.Languages;

/** The texts of the page, in its language: the bundle {@code words}, which the pages also read themselves. */
@Named("say")
@RequestScoped
public class PageWords {
    static final String BUNDLE = "org.ssms.web.page.words";

    private static final String FOR_SCRIPTS = "say.";

    /** The best of ours for the reader. A page that is written in one language only takes no notice. */
    public Locale getLanguage() {
        List<Locale> wanted = new ArrayList<>();
        faces().getExternalContext().getRequestLocales().forEachRemaining(wanted::add);
        return Languages.best(wanted);
    }

    /** What the scripts say, as a JSON object of texts. */
    public String getJson() {
        ResourceBundle words = words(faces().getViewRoot().getLocale());
        Map<String, String> texts = new TreeMap<>();
        words.keySet().stream()
                .filter(key -> key.startsWith(FOR_SCRIPTS))
                .forEach(key -> texts.put(key.substring(FOR_SCRIPTS.length()), words.getString(key)));
        return JsonText.of(texts);
    }

    /** @param arguments in the places of {@code {0}}, {@code {1}} */
    String text(String key, Object... arguments) {
        return text(getLanguage(), key, arguments);
    }

    static String text(Locale language, String key, Object... arguments) {
        return new MessageFormat(words(language).getString(key), language).format(arguments);
    }

    /** The text for one or for many; {@code words.js} has the same. */
    static String count(Locale language, String key, long number) {
        return number == 1 ? text(language, key + ".one") : text(language, key + ".many", Long.toString(number));
    }

    /** Not injected: an error page is a second Faces request inside the first. */
    private static FacesContext faces() {
        return FacesContext.getCurrentInstance();
    }

    private static ResourceBundle words(Locale language) {
        return ResourceBundle.getBundle(BUNDLE, language, PageWords.class.getClassLoader());
    }
}
