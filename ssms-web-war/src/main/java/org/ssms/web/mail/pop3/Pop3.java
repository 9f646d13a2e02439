package org.ssms.web.mail.pop3;

import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.MessageId;
import org.ssms.web.mail.Client;
import org.ssms.web.mail.Command;
import org.ssms.web.mail.CommandReader;
import org.ssms.web.mail.Conversation;
import org.ssms.web.mail.Folder;
import org.ssms.web.mail.Login;
import org.ssms.web.mail.Mail;
import org.ssms.web.mail.MailAccount;
import org.ssms.web.mail.MailDesk;
import org.ssms.web.mail.MailUnavailableException;
import org.ssms.web.mail.SaslPlain;

/**
 * One client of POP3. The mails are those of the moment of the login; what is deleted goes to the deleted messages of
 * the mailbox at the end, and can be restored there. Nobody logs in without TLS.
 */
public final class Pop3 extends Conversation {
    /** Of RFC 1939. */
    private static final Duration IDLE = Duration.ofMinutes(10);

    /** SASL brings names and passwords in one line. */
    private static final CommandReader.Limits LINES = new CommandReader.Limits(1024, 0, 1024, 0);

    private static final String NO_SUCH_MESSAGE = "-ERR no such message";
    private static final String NOT_NOW = "-ERR [SYS/TEMP] not now, try again later";
    private static final String TLS_FIRST = "-ERR STLS first";
    private static final String NOT_UNDERSTOOD = "-ERR not understood";
    /** Some clients want 2147483647 lines, or more. */
    private static final int MAX_DIGITS = 18;

    /** Who says that he is that; null: nobody has said so. */
    private @Nullable String user;

    private boolean awaitsProof;
    private long uidValidity;
    private List<Drop> drops = List.of();
    private final Set<Integer> deleted = new TreeSet<>();

    /**
     * A mail as it was at the login.
     *
     * @param size in octets, points not doubled
     */
    private record Drop(long uid, MessageId message, long size) {}

    /** For a client who has just come. */
    public Pop3(MailDesk desk, Client client) {
        super(desk, client);
    }

    @Override
    public void greet() {
        client.say("+OK SSMS");
    }

    @Override
    public Duration idle() {
        return IDLE;
    }

    @Override
    public CommandReader reader() {
        return new CommandReader(false, LINES);
    }

    @Override
    protected CommandReader.Limits limitsOfOwner() {
        return LINES;
    }

    @Override
    protected void unavailable(Command command) {
        client.say(NOT_NOW);
    }

    @Override
    protected void farewell(String why) {
        client.say("-ERR " + why);
    }

    @Override
    protected void answer(Command command) throws MailUnavailableException {
        if (awaitsProof) {
            awaitsProof = false;
            prove(command.copy(0, command.length()));
            return;
        }
        int end = command.until(' ', 0);
        String keyword = command.text(0, end).toUpperCase(Locale.ROOT);
        switch (keyword) {
            case "CAPA" -> capabilities();
            case "QUIT" -> quit();
            default -> {
                MailAccount account = account();
                if (account == null) {
                    authorize(keyword, command, Math.min(end + 1, command.length()));
                } else {
                    transact(keyword, words(command), account.owner());
                }
            }
        }
    }

    private static List<String> words(Command command) {
        return List.of(command.text(0, command.length()).strip().split(" +"));
    }

    private void capabilities() {
        List<String> lines = new ArrayList<>(List.of(
                "+OK",
                "TOP",
                "UIDL",
                "RESP-CODES",
                "AUTH-RESP-CODE",
                "PIPELINING",
                "EXPIRE NEVER",
                "IMPLEMENTATION SSMS"));
        if (!client.isSecured()) {
            lines.add("STLS");
        } else if (account() == null) {
            lines.addAll(List.of("USER", "SASL PLAIN"));
        }
        lines.add(".");
        lines.forEach(client::say);
    }

    /** @param argument where it begins */
    private void authorize(String keyword, Command command, int argument) throws MailUnavailableException {
        switch (keyword) {
            case "STLS" -> beginTls();
            case "USER", "PASS", "AUTH", "APOP" -> {
                if (client.isSecured()) {
                    claim(keyword, command, argument);
                } else {
                    client.say(TLS_FIRST); // whatever it says is not looked at
                }
            }
            case "STAT", "LIST", "RETR", "DELE", "NOOP", "RSET", "TOP", "UIDL" -> client.say("-ERR log in first");
            default -> client.say(NOT_UNDERSTOOD);
        }
    }

    private void beginTls() {
        if (client.isSecured()) {
            client.say("-ERR TLS already");
            return;
        }
        user = null; // what was said in clear may be anybody's word (RFC 2595 §4)
        client.say("+OK");
        client.beginTls();
    }

    private void claim(String keyword, Command command, int argument) throws MailUnavailableException {
        switch (keyword) {
            case "USER" -> {
                user = command.text(argument, command.length());
                client.say("+OK");
            }
            case "PASS" -> password(command.copy(argument, command.length()));
            case "AUTH" -> authenticate(command, argument);
            default -> client.say("-ERR no APOP"); // there are no passwords here to hash
        }
    }

    private void password(byte[] octets) throws MailUnavailableException {
        String claimed = user;
        user = null;
        if (claimed == null) {
            Arrays.fill(octets, (byte) 0);
            client.say("-ERR USER first");
            return;
        }
        try {
            char[] password = SaslPlain.characters(octets);
            try {
                logIn(claimed, password);
            } finally {
                Arrays.fill(password, '\0');
            }
        } catch (CharacterCodingException e) {
            client.say(NOT_UNDERSTOOD);
        }
    }

    private void authenticate(Command command, int argument) throws MailUnavailableException {
        int end = command.until(' ', argument);
        if (!command.text(argument, end).equalsIgnoreCase("PLAIN")) {
            client.say("-ERR no such mechanism");
        } else if (end < command.length()) {
            prove(command.copy(end + 1, command.length()));
        } else {
            awaitsProof = true;
            client.say("+ ");
        }
    }

    private void prove(byte[] base64) throws MailUnavailableException {
        Optional<SaslPlain> proof = SaslPlain.read(base64);
        if (proof.isEmpty()) {
            client.say(NOT_UNDERSTOOD); // also "*", which cancels
            return;
        }
        try (SaslPlain plain = proof.get()) {
            logIn(plain.user(), plain.password());
        }
    }

    private void logIn(String name, char[] password) throws MailUnavailableException {
        Login outcome = login(name, password);
        if (outcome instanceof Login.Opened opened) {
            open(opened.account().owner());
        } else if (outcome instanceof Login.Later later) {
            client.say("-ERR [LOGIN-DELAY] wait " + later.seconds() + " seconds");
        } else if (outcome instanceof Login.TooMany) {
            client.say("-ERR [IN-USE] logged in too often");
        } else {
            client.say("-ERR [AUTH] no such name, or not its password");
        }
    }

    private void open(String owner) throws MailUnavailableException {
        try {
            Folder folder = desk.look(owner);
            uidValidity = folder.uidValidity();
            drops = folder.mails().stream()
                    .map(mail -> new Drop(
                            mail.uid(), mail.message(), mail.write().whole().length()))
                    .toList();
        } catch (MailUnavailableException e) {
            client.end(); // logged in, and without a mailbox
            throw e;
        }
        client.say("+OK " + drops.size() + " messages");
    }

    private void transact(String keyword, List<String> words, String owner) throws MailUnavailableException {
        switch (keyword) {
            case "NOOP" -> client.say("+OK");
            case "STAT" ->
                client.say("+OK " + present().size() + " "
                        + present().stream()
                                .mapToLong(number -> drop(number).size)
                                .sum());
            case "LIST" -> list(words, number -> Long.toString(drop(number).size));
            case "UIDL" -> list(words, number -> uidValidity + "." + drop(number).uid);
            case "RETR" -> retrieve(words, owner);
            case "TOP" -> top(words, owner);
            case "DELE" -> delete(words);
            case "RSET" -> {
                deleted.clear();
                client.say("+OK");
            }
            case "USER", "PASS", "AUTH", "APOP", "STLS" -> client.say("-ERR logged in already");
            default -> client.say(NOT_UNDERSTOOD);
        }
    }

    /** Numbers of those that are not deleted. */
    private List<Integer> present() {
        List<Integer> present = new ArrayList<>();
        for (int number = 1; number <= drops.size(); number++) {
            if (!deleted.contains(number)) {
                present.add(number);
            }
        }
        return present;
    }

    private Drop drop(long number) {
        return drops.get((int) number - 1);
    }

    private void list(List<String> words, LongFunction<String> value) {
        if (words.size() == 1) {
            client.say("+OK");
            present().forEach(number -> client.say(number + " " + value.apply(number)));
            client.say(".");
            return;
        }
        Integer number = words.size() == 2 ? number(words.get(1)) : null;
        client.say(number == null ? NO_SUCH_MESSAGE : "+OK " + number + " " + value.apply(number));
    }

    /** A number of one that is there and not deleted; null: it is none. */
    private @Nullable Integer number(String word) {
        long number = count(word);
        return number < 1 || number > drops.size() || deleted.contains((int) number) ? null : (int) number;
    }

    /** -1: it is no number. */
    private static long count(String word) {
        return word.matches("[0-9]{1," + MAX_DIGITS + "}") ? Long.parseLong(word) : -1;
    }

    private void retrieve(List<String> words, String owner) throws MailUnavailableException {
        Mail mail = words.size() == 2 ? mail(words.get(1), owner) : null;
        if (mail == null) {
            client.say(NO_SUCH_MESSAGE);
            return;
        }
        desk.seen(owner, mail.message(), true);
        var written = mail.write();
        client.say("+OK " + written.whole().length() + " octets");
        client.send(written.stuffed());
        client.say(".");
    }

    private void top(List<String> words, String owner) throws MailUnavailableException {
        long lines = words.size() == 3 ? count(words.get(2)) : -1;
        Mail mail = lines < 0 ? null : mail(words.get(1), owner);
        if (mail == null) {
            client.say(NO_SUCH_MESSAGE);
            return;
        }
        client.say("+OK");
        client.send(mail.write().stuffedTop(lines));
        client.say(".");
    }

    /** What it is now; null: there is none of that number, or no more. */
    private @Nullable Mail mail(String word, String owner) throws MailUnavailableException {
        Integer number = number(word);
        if (number == null) {
            return null;
        }
        List<Mail> found = desk.mails(owner, Set.of(drop(number).uid));
        return found.isEmpty() ? null : found.get(0);
    }

    private void delete(List<String> words) {
        Integer number = words.size() == 2 ? number(words.get(1)) : null;
        if (number != null) {
            deleted.add(number);
        }
        client.say(number == null ? NO_SUCH_MESSAGE : "+OK");
    }

    /** RFC 1939 §6: only who says QUIT deletes. */
    private void quit() throws MailUnavailableException {
        client.end();
        if (account() != null && !deleted.isEmpty()) {
            String owner = Objects.requireNonNull(account()).owner();
            desk.delete(
                    owner, deleted.stream().map(number -> drop(number).message).toList());
        }
        client.say("+OK");
    }
}
