package org.ssms.web.page;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.login.LoginResult;
import org.ssms.identity.IdentityConfig;
import org.ssms.identity.SipSecrets;
import org.ssms.location.CallSettings;
import org.ssms.location.CallSettingsService;
import org.ssms.location.ListeningPoints;
import org.ssms.location.OutOfOffice;
import org.ssms.location.Registrar;
import org.ssms.location.Subscribers;
import org.ssms.mailbox.Lists;
import org.ssms.web.page.CallsForm.InvalidFieldException;

/** What is done with the calls of whoever is logged in, and the phones. */
@Named
@RequestScoped
public class CallsPage {
    @Inject
    private CallSettingsService settings;

    @Inject
    private Registrar registrar;

    @Inject
    private Subscribers subscribers;

    @Inject
    private Lists lists;

    @Inject
    private SipSecrets secrets;

    @Inject
    private IdentityConfig identity;

    @Inject
    private ListeningPoints listening;

    @Inject
    private FormToken token;

    @Inject
    private Clock clock;

    @Inject
    private ExternalContext context;

    @Inject
    private PageWords words;

    private CallSettings stored = CallSettings.DEFAULT;
    private CallsForm form = CallsForm.of(CallSettings.DEFAULT);

    @PostConstruct
    void read() {
        stored = settings.of(getUser());
        form = context.getRequestMap().get(CallsServlet.FORM) instanceof CallsForm sent ? sent : CallsForm.of(stored);
    }

    public String getUser() {
        return context.getRemoteUser();
    }

    /** The form as it was sent when it could not be stored, otherwise what is stored. */
    public CallsForm getForm() {
        return form;
    }

    public String getToken() {
        return token.value();
    }

    public boolean isSaved() {
        return context.getRequestParameterMap().containsKey("saved");
    }

    /** Whether the form came from a page of an older session. */
    public boolean isAgain() {
        return context.getRequestParameterMap().containsKey("again");
    }

    /** Name of the field that could not be used; empty when all could. */
    public String getInvalid() {
        InvalidFieldException invalid = invalid();
        if (invalid == null) {
            return isPasswordRefused() ? "password" : "";
        }
        return invalid.field();
    }

    /** Whether a new phone password was asked for without the right password of the mailbox. */
    public boolean isPasswordRefused() {
        return context.getRequestMap().containsKey(CallsServlet.REFUSAL);
    }

    /** In words; empty when there is none. */
    public String getProblem() {
        InvalidFieldException invalid = invalid();
        if (context.getRequestMap().get(CallsServlet.REFUSAL) instanceof LoginResult.Wait wait) {
            return PageWords.count(words.getLanguage(), "say.wait", wait.seconds());
        }
        if (isPasswordRefused()) {
            return words.text("calls.wrongPassword");
        }
        return invalid == null ? "" : words.text(String.valueOf(invalid.getMessage()));
    }

    private @Nullable InvalidFieldException invalid() {
        return context.getRequestMap().get(CallsServlet.INVALID) instanceof InvalidFieldException e ? e : null;
    }

    /** {@code off}, {@code planned}, {@code now} or {@code over}. */
    public String getAway() {
        OutOfOffice away = stored.outOfOffice();
        Instant now = clock.instant();
        if (away == null) {
            return "off";
        }
        if (away.covers(now)) {
            return "now";
        }
        return now.isBefore(away.from()) ? "planned" : "over";
    }

    /** The next moment at which out of office begins or ends, ISO 8601; empty when there is none. */
    public String getAwayChange() {
        OutOfOffice away = stored.outOfOffice();
        if (away == null) {
            return "";
        }
        Instant change = getAway().equals("planned") ? away.from() : away.until();
        return change == null ? "" : change.toString();
    }

    public boolean isSilent() {
        return stored.doNotDisturb();
    }

    /** Best first. */
    public List<PhoneRow> getPhones() {
        return registrar.bindings(getUser()).stream().map(PhoneRow::of).toList();
    }

    public List<String> getNumbers() {
        return subscribers.addresses(getUser());
    }

    /** On which he is, by name. */
    public List<ListRow> getLists() {
        return lists.of(getUser()).stream()
                .map(name -> new ListRow(
                        name + "@" + identity.domain(),
                        PageWords.count(
                                words.getLanguage(),
                                "lists.members",
                                lists.members(name).size())))
                .toList();
    }

    /**
     * A list on which whoever is logged in is.
     *
     * @param members how many are, in words
     */
    public record ListRow(String address, String members) {}

    public String getDomain() {
        return identity.domain();
    }

    /** Ways to the server, for a phone's settings. */
    public List<PhoneServer> getServers() {
        return PhoneServer.of(listening.all(), context.getRequestServerName());
    }

    public boolean isPasswordSet() {
        return secrets.has(getUser());
    }

    /** The password made by this very request; empty otherwise. */
    public String getNewPassword() {
        return context.getRequestMap().get(CallsServlet.PASSWORD) instanceof String password ? password : "";
    }

    /** For the choice of a treatment. */
    public List<Choice> getChoices() {
        return List.of(
                new Choice("whenBusy", form.whenBusy()),
                new Choice("whenUnanswered", form.whenUnanswered()),
                new Choice("whenDeclined", form.whenDeclined()),
                new Choice("whenNotRegistered", form.whenNotRegistered()));
    }

    /**
     * One treatment.
     *
     * @param value {@code mailbox} or {@code reject}
     */
    public record Choice(String field, String value) {
        /** Whether the caller is turned away. */
        public boolean isReject() {
            return value.toLowerCase(Locale.ROOT).equals("reject");
        }
    }
}
