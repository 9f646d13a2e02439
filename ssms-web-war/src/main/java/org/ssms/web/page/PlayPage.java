package org.ssms.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.mailbox.HoldersUnknownException;
import org.ssms.mailbox.Mailboxes;
import org.ssms.mailbox.SharedMessages;
import org.ssms.protect.key.MessageId;

/** One message and its player; 404 when it is neither in the mailbox of whoever is logged in nor shared with him,
 * 503 while nobody knows. */
@Named
@RequestScoped
public class PlayPage {
    @Inject
    private Mailboxes mailboxes;

    @Inject
    private SharedMessages shared;

    @Inject
    private ExternalContext context;

    @Inject
    private PageWords words;

    @Inject
    private ErrorPage errors;

    private @Nullable String id;
    private @Nullable MessageRow message;
    private boolean own;

    /** Reads the message that the address names, before anything is rendered; without one the page says so. */
    public void open() {
        Optional<MessageId> named = messageId();
        Optional<String> owner;
        try {
            owner = named.flatMap(messageId -> shared.owner(context.getRemoteUser(), messageId));
        } catch (HoldersUnknownException e) {
            tell(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        own = owner.filter(context.getRemoteUser()::equals).isPresent();
        message = owner.flatMap(of -> mailboxes.message(of, named.orElseThrow()))
                .map(view -> MessageRow.of(view, words.getLanguage()))
                .orElse(null);
        if (message == null) {
            tell(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    /** Not by sendError: its error page would be a second Faces request inside this one. */
    private void tell(int status) {
        context.setResponseStatus(status);
        context.getRequestMap().put(RequestDispatcher.ERROR_STATUS_CODE, status);
    }

    public @Nullable String getId() {
        return id;
    }

    public void setId(@Nullable String id) {
        this.id = id;
    }

    public @Nullable MessageRow getMessage() {
        return message;
    }

    /** Whether it is in the reader's own mailbox. */
    public boolean isOwn() {
        return own;
    }

    public boolean isFound() {
        return message != null;
    }

    /** Who called, as people say it. */
    public String getCaller() {
        return message == null ? words.text("say.anonymous") : message.name();
    }

    public String getTitle() {
        return message == null ? words.text(errors.getKey() + ".title") : words.text("play.title", getCaller());
    }

    private Optional<MessageId> messageId() {
        try {
            return Optional.ofNullable(id).map(MessageId::parse);
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
