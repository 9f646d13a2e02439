package org.ssms.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.mailbox.Mailboxes;
import org.ssms.protect.key.MessageId;

/** One message and its player; 404 when it is not in the mailbox of whoever is logged in. */
@Named
@RequestScoped
public class PlayPage {
    @Inject
    private Mailboxes mailboxes;

    @Inject
    private ExternalContext context;

    private @Nullable String id;
    private @Nullable MessageRow message;

    /** Reads the message that the address names, before anything is rendered; without one the page says so. */
    public void open() {
        message = messageId()
                .flatMap(messageId -> mailboxes.message(context.getRemoteUser(), messageId))
                .map(view -> MessageRow.of(view, context.getRequestLocale()))
                .orElse(null);
        if (message == null) {
            // not sendError: its error page would be a second Faces request inside this one
            context.setResponseStatus(HttpServletResponse.SC_NOT_FOUND);
        }
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

    public boolean isFound() {
        return message != null;
    }

    public String getTitle() {
        return message == null ? "Not found" : "Message from " + message.name();
    }

    private Optional<MessageId> messageId() {
        try {
            return Optional.ofNullable(id).map(MessageId::parse);
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
