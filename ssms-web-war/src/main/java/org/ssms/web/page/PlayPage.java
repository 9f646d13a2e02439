package org.ssms.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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
    private FacesContext faces;

    @Inject
    private ExternalContext context;

    private @Nullable String id;
    private @Nullable MessageRow message;

    /** Reads the message that the address names, before anything is rendered. */
    public void open() throws IOException {
        message = messageId()
                .flatMap(messageId -> mailboxes.message(context.getRemoteUser(), messageId))
                .map(view -> MessageRow.of(view, context.getRequestLocale()))
                .orElse(null);
        if (message == null) {
            context.responseSendError(HttpServletResponse.SC_NOT_FOUND, null);
            faces.responseComplete();
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

    private Optional<MessageId> messageId() {
        try {
            return Optional.ofNullable(id).map(MessageId::parse);
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
