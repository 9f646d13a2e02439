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

    /** @param argument in the place of {@code {0}} */
    String text(String key, String argument) {
        return new MessageFormat(words(getLanguage()).getString(key), getLanguage()).format(new Object[] {argument});
    }

    String text(String key) {
        return words(getLanguage()).getString(key);
    }

    /** Not injected: an error page is a second Faces request inside the first. */
    private static FacesContext faces() {
        return FacesContext.getCurrentInstance();
    }

    private static ResourceBundle words(Locale language) {
        return ResourceBundle.getBundle(BUNDLE, language, PageWords.class.getClassLoader());
    }
}
