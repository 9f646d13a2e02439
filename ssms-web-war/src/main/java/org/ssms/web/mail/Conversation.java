package org.ssms.web.mail;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is said to one client, in one protocol: it answers whole commands, and knows no socket. For one thread at a
 * time. Whoever has mistyped {@value #MISTAKES} times, or wants {@value #STRANGERS_COMMANDS} things without logging in,
 * has to come again.
 */
public abstract class Conversation {
    static final int MISTAKES = 3;
    static final int STRANGERS_COMMANDS = 64;

    /** To whom. */
    protected final Client client;

    /** Whom it asks. */
    protected final MailDesk desk;

    private @Nullable MailAccount account;
    private int mistakes;
    private int commands;

    protected Conversation(MailDesk desk, Client client) {
        this.desk = desk;
        this.client = client;
    }

    /** Says the first words. */
    public abstract void greet();

    /** Answers a command, which is wiped then. */
    protected abstract void answer(Command command) throws MailUnavailableException;

    /** The mailbox cannot be asked now. {@code command} was not done. */
    protected abstract void unavailable(Command command);

    /** Says that the connection ends, and why. */
    protected abstract void farewell(String why);

    /** How long it may say nothing. */
    public abstract Duration idle();

    /** How commands may be as long as nobody is logged in. */
    public abstract CommandReader reader();

    /** How they may be from then on. */
    protected abstract CommandReader.Limits limitsOfOwner();

    /**
     * Answers who wants to send a literal: asks for it, or the command is over.
     *
     * @param soFar the beginning of its command
     * @param fits whether it is short enough
     * @return whether it was asked for
     */
    protected boolean answerLiteral(Command soFar, boolean fits) {
        return false;
    }

    /** A command is over of which too much came. */
    public void dropped(Command beginning) {
        farewell("too much");
        client.end();
    }

    /** The mailbox may have changed: says it where the client waits for that. */
    protected void look() throws MailUnavailableException {
        // in most states nobody waits
    }

    /** Is said before the answer to the last mistake. */
    protected void lastMistake() {
        // in most protocols the answer is enough
    }

    /** Whose mailbox it is; null: nobody is logged in. */
    public final @Nullable MailAccount account() {
        return account;
    }

    /** Answers a command. Ends the connection of whom it does not serve any more. */
    public final void take(Command command) {
        if (!mayGoOn()) {
            return;
        }
        try {
            answer(command);
        } catch (MailUnavailableException e) {
            unavailable(command);
        }
    }

    /**
     * The client waits with a literal. Counts as a command, as it costs no less.
     *
     * @return whether it was asked for it; else the command is over, and answered
     */
    public final boolean takesLiteral(Command soFar, boolean fits) {
        return mayGoOn() && answerLiteral(soFar, fits);
    }

    private boolean mayGoOn() {
        if (account == null) {
            commands++;
            if (commands > STRANGERS_COMMANDS) {
                farewell("log in");
                client.end();
                return false;
            }
        }
        return mayStay();
    }

    /**
     * A while has passed, or something has happened.
     *
     * @param looks whether the mailbox may be another than before
     */
    public final void wake(boolean looks) {
        if (account == null || !mayStay() || !looks) {
            return;
        }
        try {
            look();
        } catch (MailUnavailableException e) {
            // the next look tells
        }
    }

    /** Whether who is logged in might still be. */
    final boolean isWelcome() {
        MailAccount known = account;
        return known == null || known.isGood();
    }

    private boolean mayStay() {
        if (isWelcome()) {
            return true;
        }
        farewell("the account has changed");
        client.end();
        return false;
    }

    /**
     * Proves who somebody is. After too many mistakes the connection ends, behind what is said to this one.
     *
     * @param password stays the caller's to wipe
     */
    protected final Login login(String user, char[] password) {
        Login outcome = desk.login(client.address(), user, password);
        if (outcome instanceof Login.Opened opened) {
            if (!client.isAdmitted(opened.account().owner())) {
                return new Login.TooMany();
            }
            account = opened.account();
            commands = 0;
        } else {
            mistakes++;
            if (mistakes >= MISTAKES) {
                lastMistake();
                client.end();
            }
        }
        return outcome;
    }
}
