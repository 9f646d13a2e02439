package org.ssms.web.mail.imap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.web.mail.Client;
import org.ssms.web.mail.Command;
import org.ssms.web.mail.CommandReader;
import org.ssms.web.mail.Conversation;
import org.ssms.web.mail.Folder;
import org.ssms.web.mail.Login;
import org.ssms.web.mail.MailDesk;
import org.ssms.web.mail.MailUnavailableException;
import org.ssms.web.mail.SaslPlain;

/** One client of IMAP4rev1. There is one folder, INBOX, which nobody puts anything into. Nobody logs in without TLS. */
public final class Imap extends Conversation {
    private static final CommandReader.Limits OF_STRANGERS = new CommandReader.Limits(1024, 1024, 2048, 0);
    private static final CommandReader.Limits OF_OWNERS =
            new CommandReader.Limits(8192, 8192, 65_536, 64L * 1024 * 1024);

    private static final String INBOX = "INBOX";
    private static final String CAPABILITIES = "IMAP4rev1 LITERAL+ IDLE NAMESPACE UIDPLUS UNSELECT";
    private static final String DONE = "OK done";
    private static final String NOT_DONE = "BAD DONE was expected";
    private static final String NOT_UNDERSTOOD = "BAD not understood";
    private static final String TLS_FIRST = "NO [PRIVACYREQUIRED] STARTTLS first";
    private static final String INBOX_ONLY = "NO [CANNOT] there is INBOX, and nothing else";
    private static final String NO_SUCH_FOLDER = "NO [NONEXISTENT] there is INBOX only";
    private static final String READ_ONLY = "NO the folder is selected to be read only";
    private static final String NOT_NOW = "NO [UNAVAILABLE] not now, try again later";

    private final Duration idle;
    /** Of the command that is answered, or that waits for another line. */
    private String tag = "*";

    private Waiting waiting = Waiting.FOR_NOTHING;
    private @Nullable SelectedFolder selected;

    /** For what the next line is meant. */
    private enum Waiting {
        FOR_NOTHING,
        FOR_PROOF,
        /** The client listens, until he says DONE. */
        FOR_DONE
    }

    /**
     * For a client who has just come.
     *
     * @param idle he may say nothing
     */
    public Imap(MailDesk desk, Client client, Duration idle) {
        super(desk, client);
        this.idle = idle;
    }

    @Override
    public void greet() {
        client.say("* OK [CAPABILITY " + capabilities() + "] SSMS");
    }

    private String capabilities() {
        if (!client.isSecured()) {
            return CAPABILITIES + " STARTTLS LOGINDISABLED";
        }
        return account() == null ? CAPABILITIES + " AUTH=PLAIN SASL-IR" : CAPABILITIES;
    }

    @Override
    public Duration idle() {
        return idle;
    }

    @Override
    public CommandReader reader() {
        return new CommandReader(true, OF_STRANGERS);
    }

    @Override
    protected CommandReader.Limits limitsOfOwner() {
        return OF_OWNERS;
    }

    @Override
    protected void unavailable(Command command) {
        client.say(tag + " " + NOT_NOW);
    }

    @Override
    protected void farewell(String why) {
        client.say("* BYE " + why);
    }

    /** RFC 3501 §3.4: nobody is left without a word. */
    @Override
    protected void lastMistake() {
        farewell("too many mistakes");
    }

    @Override
    protected boolean answerLiteral(Command soFar, boolean fits) {
        if (waiting != Waiting.FOR_NOTHING) { // then this is no command, and has no tag
            client.say(tag + " " + (waiting == Waiting.FOR_DONE ? NOT_DONE : NOT_UNDERSTOOD));
            waiting = Waiting.FOR_NOTHING;
            return false;
        }
        Arguments in = new Arguments(soFar);
        try {
            tag = in.tag();
            in.space();
            String name = in.keyword();
            if (name.equals("APPEND") && account() != null) {
                client.say(tag + " " + INBOX_ONLY);
            } else if (!client.isSecured()) {
                client.say(tag + " " + TLS_FIRST); // so that no password comes
            } else if (!fits) {
                client.say(tag + " BAD [TOOBIG] that is too long");
            } else {
                client.say("+ go on");
                return true;
            }
        } catch (MalformedCommandException e) {
            client.say("* BAD " + e.getMessage());
        }
        return false;
    }

    @Override
    public void dropped(Command beginning) {
        Arguments in = new Arguments(beginning);
        try {
            tag = in.tag();
            in.space();
            client.say(tag + " " + (in.keyword().equals("APPEND") ? INBOX_ONLY : "BAD [TOOBIG] that is too long"));
        } catch (MalformedCommandException e) {
            client.say("* BAD " + e.getMessage());
        }
    }

    @Override
    protected void look() throws MailUnavailableException {
        if (waiting == Waiting.FOR_DONE && selected != null) {
            selected.look();
        }
    }

    @Override
    protected void answer(Command command) throws MailUnavailableException {
        Waiting before = waiting;
        waiting = Waiting.FOR_NOTHING;
        if (before == Waiting.FOR_PROOF) {
            client.say(tag + " " + prove(command.copy(0, command.length())));
        } else if (before == Waiting.FOR_DONE) {
            boolean isDone = command.text(0, command.length()).equalsIgnoreCase("DONE");
            client.say(tag + " " + (isDone ? DONE : NOT_DONE));
        } else {
            answerCommand(new Arguments(command));
        }
    }

    private void answerCommand(Arguments in) throws MailUnavailableException {
        try {
            tag = in.tag();
        } catch (MalformedCommandException e) {
            client.say("* BAD " + e.getMessage());
            return;
        }
        String answer;
        try {
            in.space();
            String name = in.keyword();
            if (name.equals("UID")) {
                in.space();
                name = "UID " + in.keyword();
            }
            answer = inAnyState(name, in);
        } catch (MalformedCommandException e) {
            answer = "BAD " + e.getMessage();
        }
        if (!answer.isEmpty()) {
            client.say(tag + " " + answer);
        }
    }

    /** @return what is said behind the tag; empty: nothing yet */
    private String inAnyState(String name, Arguments in) throws MalformedCommandException, MailUnavailableException {
        switch (name) {
            case "CAPABILITY" -> {
                in.end();
                client.say("* CAPABILITY " + capabilities());
                return DONE;
            }
            case "NOOP" -> {
                in.end();
                lookIfSelected();
                return DONE;
            }
            case "LOGOUT" -> {
                in.end();
                farewell("bye");
                client.end();
                return DONE;
            }
            default -> {
                return account() == null ? asStranger(name, in) : asOwner(name, in);
            }
        }
    }

    private void lookIfSelected() throws MailUnavailableException {
        if (selected != null) {
            selected.look();
        }
    }

    private String asStranger(String name, Arguments in) throws MalformedCommandException {
        switch (name) {
            case "STARTTLS" -> {
                in.end();
                if (client.isSecured()) {
                    return "BAD TLS already";
                }
                client.beginTls();
                return "OK begin";
            }
            case "LOGIN", "AUTHENTICATE" -> {
                if (!client.isSecured()) {
                    return TLS_FIRST; // whatever it says is not looked at
                }
                in.space();
                return name.equals("LOGIN") ? logIn(in) : authenticate(in);
            }
            default -> {
                return "BAD log in first";
            }
        }
    }

    private String logIn(Arguments in) throws MalformedCommandException {
        String user = in.astring();
        in.space();
        char[] password = in.secret();
        try {
            in.end();
            return said(login(user, password));
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private String authenticate(Arguments in) throws MalformedCommandException {
        if (!in.keyword().equals("PLAIN")) {
            return "NO no such mechanism";
        }
        if (in.skip(' ')) {
            return prove(in.rest());
        }
        in.end();
        waiting = Waiting.FOR_PROOF;
        client.say("+ ");
        return "";
    }

    private String prove(byte[] base64) {
        Optional<SaslPlain> proof = SaslPlain.read(base64);
        if (proof.isEmpty()) {
            return NOT_UNDERSTOOD; // also "*", which cancels
        }
        try (SaslPlain plain = proof.get()) {
            return said(login(plain.user(), plain.password()));
        }
    }

    private String said(Login outcome) {
        if (outcome instanceof Login.Opened) {
            return "OK [CAPABILITY " + capabilities() + "] welcome";
        }
        if (outcome instanceof Login.Later later) {
            return "NO [UNAVAILABLE] wait " + later.seconds() + " seconds";
        }
        return outcome instanceof Login.TooMany
                ? "NO [LIMIT] logged in too often"
                : "NO [AUTHENTICATIONFAILED] no such name, or not its password";
    }

    private String owner() {
        return Objects.requireNonNull(account()).owner();
    }

    private String asOwner(String name, Arguments in) throws MalformedCommandException, MailUnavailableException {
        return switch (name) {
            case "SELECT", "EXAMINE" -> select(name, in);
            case "STATUS" -> status(in);
            case "LIST", "LSUB" -> list(name, in);
            case "NAMESPACE" -> {
                in.end();
                client.say("* NAMESPACE ((\"\" \"/\")) NIL NIL");
                yield DONE;
            }
            case "SUBSCRIBE", "UNSUBSCRIBE" -> isInbox(in) ? DONE : NO_SUCH_FOLDER;
            case "CREATE", "DELETE", "RENAME", "APPEND" -> INBOX_ONLY;
            case "IDLE" -> {
                in.end();
                lookIfSelected();
                client.say("+ listening");
                waiting = Waiting.FOR_DONE;
                yield "";
            }
            case "STARTTLS", "LOGIN", "AUTHENTICATE" -> "BAD logged in already";
            default -> inFolder(name, in);
        };
    }

    private static boolean isInbox(Arguments in) throws MalformedCommandException {
        in.space();
        String folder = in.astring();
        in.end();
        return folder.equalsIgnoreCase(INBOX);
    }

    private String select(String name, Arguments in) throws MalformedCommandException, MailUnavailableException {
        boolean isThere = isInbox(in);
        selected = null; // also when the other one cannot be selected (RFC 3501 §6.3.1)
        if (!isThere) {
            return NO_SUCH_FOLDER;
        }
        SelectedFolder folder = SelectedFolder.open(owner(), desk, client, name.equals("EXAMINE"));
        folder.describe();
        selected = folder;
        return folder.isReadOnly() ? "OK [READ-ONLY] done" : "OK [READ-WRITE] done";
    }

    private String status(Arguments in) throws MalformedCommandException, MailUnavailableException {
        in.space();
        String folder = in.astring();
        in.space();
        in.expect('(');
        List<String> wanted = new ArrayList<>();
        do {
            wanted.add(in.keyword());
        } while (in.skip(' ') && wanted.size() < 8);
        in.expect(')');
        in.end();
        if (!folder.equalsIgnoreCase(INBOX)) {
            return NO_SUCH_FOLDER;
        }
        Folder now = desk.look(owner());
        StringBuilder told = new StringBuilder();
        for (String item : wanted) {
            told.append(told.isEmpty() ? "" : " ").append(item).append(' ').append(status(item, now));
        }
        client.say("* STATUS INBOX (" + told + ")");
        return DONE;
    }

    private static long status(String item, Folder folder) throws MalformedCommandException {
        return switch (item) {
            case "MESSAGES" -> folder.mails().size();
            case "RECENT" -> 0;
            case "UIDNEXT" -> folder.uidNext();
            case "UIDVALIDITY" -> folder.uidValidity();
            case "UNSEEN" ->
                folder.mails().stream().filter(mail -> !mail.isSeen()).count();
            default -> throw new MalformedCommandException("no such item: " + item);
        };
    }

    private String list(String name, Arguments in) throws MalformedCommandException {
        in.space();
        String reference = in.astring();
        in.space();
        String pattern = in.pattern();
        in.end();
        if (pattern.isEmpty()) {
            client.say("* " + name + " (\\Noselect) \"/\" \"\"");
        } else if (isInbox(reference + pattern)) {
            client.say("* " + name + " (\\HasNoChildren) \"/\" INBOX");
        }
        return DONE;
    }

    /** Whether a pattern means the one folder: wildcards stand for any letters of it. */
    private static boolean isInbox(String pattern) {
        String wanted = pattern.toUpperCase(Locale.ROOT).replace('%', '*').replaceAll("\\*+", "*");
        boolean[] matches = new boolean[INBOX.length() + 1]; // as many letters as are matched so far
        matches[0] = true;
        for (int at = 0; at < wanted.length(); at++) {
            char c = wanted.charAt(at);
            for (int i = INBOX.length(); i >= 0; i--) {
                matches[i] = c == '*' ? any(matches, i) : i > 0 && matches[i - 1] && INBOX.charAt(i - 1) == c;
            }
        }
        return matches[INBOX.length()];
    }

    private static boolean any(boolean[] matches, int upTo) {
        for (int i = 0; i <= upTo; i++) {
            if (matches[i]) {
                return true;
            }
        }
        return false;
    }

    private String inFolder(String name, Arguments in) throws MalformedCommandException, MailUnavailableException {
        SelectedFolder folder = selected;
        boolean isByUid = name.startsWith("UID ");
        String what = isByUid ? name.substring("UID ".length()) : name;
        boolean isKnown = isByUid
                ? List.of("FETCH", "STORE", "SEARCH", "COPY", "EXPUNGE").contains(what)
                : List.of("FETCH", "STORE", "SEARCH", "COPY", "EXPUNGE", "CHECK", "CLOSE", "UNSELECT")
                        .contains(what);
        if (!isKnown) {
            return NOT_UNDERSTOOD;
        }
        if (folder == null) {
            return "BAD select first";
        }
        return switch (what) {
            case "FETCH" -> fetch(folder, isByUid, in);
            case "STORE" -> store(folder, isByUid, in);
            case "SEARCH" -> search(folder, isByUid, in);
            case "COPY" -> INBOX_ONLY;
            case "EXPUNGE" -> expunge(folder, isByUid, in);
            case "CHECK" -> {
                in.end();
                folder.look();
                yield DONE;
            }
            default -> close(folder, what, in);
        };
    }

    private static SequenceSet set(Arguments in) throws MalformedCommandException {
        in.space();
        return SequenceSet.parse(in.set());
    }

    private static String fetch(SelectedFolder folder, boolean isByUid, Arguments in)
            throws MalformedCommandException, MailUnavailableException {
        SequenceSet set = set(in);
        in.space();
        Fetch wanted = Fetch.read(in, isByUid);
        in.end();
        boolean wereThere = folder.fetch(set, isByUid, wanted);
        return wereThere || isByUid // a UID that is not there is no error (RFC 3501 §6.4.8)
                ? DONE
                : "NO [EXPUNGEISSUED] some are there no more";
    }

    private static String store(SelectedFolder folder, boolean isByUid, Arguments in)
            throws MalformedCommandException, MailUnavailableException {
        SequenceSet set = set(in);
        in.space();
        Store wanted = Store.read(in);
        if (folder.isReadOnly()) {
            return READ_ONLY;
        }
        folder.store(set, isByUid, wanted);
        return DONE;
    }

    private static String search(SelectedFolder folder, boolean isByUid, Arguments in)
            throws MalformedCommandException, MailUnavailableException {
        in.space();
        if (in.isNext("CHARSET ")) {
            String unused = in.keyword();
            in.space();
            String charset = in.astring().toUpperCase(Locale.ROOT);
            in.space();
            if (!List.of("US-ASCII", "UTF-8").contains(charset)) {
                return "NO [BADCHARSET (US-ASCII UTF-8)] no such character set";
            }
        }
        folder.search(Search.read(in), isByUid);
        return DONE;
    }

    private static String expunge(SelectedFolder folder, boolean isByUid, Arguments in)
            throws MalformedCommandException, MailUnavailableException {
        SequenceSet set = isByUid ? set(in) : null;
        in.end();
        if (folder.isReadOnly()) {
            return READ_ONLY;
        }
        folder.expunge(set, true);
        return DONE;
    }

    private String close(SelectedFolder folder, String what, Arguments in)
            throws MalformedCommandException, MailUnavailableException {
        in.end();
        selected = null;
        if (what.equals("CLOSE") && !folder.isReadOnly()) {
            folder.expunge(null, false);
        }
        return DONE;
    }
}
