package org.ssms.web.page;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.ssms.mailbox.Mailboxes;

/** The list of messages of whoever is logged in. */
@Named
@RequestScoped
public class MailboxPage {
    @Inject
    private Mailboxes mailboxes;

    @Inject
    private ExternalContext context;

    @Inject
    private PageWords words;

    private List<MessageRow> messages = List.of();

    @PostConstruct
    void read() {
        mailboxes.readIn(context.getRemoteUser(), words.getLanguage());
        messages = mailboxes.messages(context.getRemoteUser()).stream()
                .map(message -> MessageRow.of(message, words.getLanguage()))
                .toList();
    }

    /** Newest first. */
    public List<MessageRow> getMessages() {
        return messages;
    }

    /** The empty row that the script fills for a message that arrives while the page is open. */
    public MessageRow getBlank() {
        return new MessageRow("", "", "new", "", "", "", "", "", "", "", 0, AttestationBadge.NONE);
    }

    public boolean isEmpty() {
        return messages.isEmpty();
    }

    public long getFresh() {
        return messages.stream().filter(MessageRow::isNew).count();
    }

    /** One sentence about the list; {@code assets/format.js} says the same. */
    public String getSummary() {
        if (messages.isEmpty()) {
            return words.text("say.messages.none");
        }
        String all = PageWords.count(words.getLanguage(), "say.messages", messages.size());
        return getFresh() == 0
                ? words.text("say.messages.allHeard", all)
                : words.text("say.messages.fresh", all, Long.toString(getFresh()));
    }
}
