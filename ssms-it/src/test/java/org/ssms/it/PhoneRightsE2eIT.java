package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.ssms.it.server.Listener.MESSAGE;
import static org.ssms.it.server.Listener.PIECE;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Databases;
import org.ssms.it.server.Leased;
import org.ssms.it.server.Listener;
import org.ssms.it.server.MediaNode;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.sip.Invite;
import org.ssms.it.sip.PhoneCall;
import org.ssms.it.sip.SipLine;
import org.ssms.it.sip.Telephone;
import org.ssms.it.tool.Sources;
import org.ssms.it.tool.Speech;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.MessageId;

/**
 * What each right, in each of its states, is for who hears his messages by phone, what the license server says of it,
 * and how many plays it counts (C33, F5-53, F5-56). What is in a mailbox is taken back by its sender's recall only;
 * of messages that others have forwarded see {@link ForwardedByPhoneE2eIT}. They mostly wait, so beside one another.
 */
@Execution(ExecutionMode.CONCURRENT)
class PhoneRightsE2eIT {
    private static final String PAST = "\"2000-01-01T00:00:00Z\"";
    private static final String FUTURE = "\"2100-01-01T00:00:00Z\"";

    private static final String NOT_YET = "not-heard because-not-yet";
    private static final String EXPIRED = "not-heard because-expired";
    private static final String EXHAUSTED = "not-heard because-plays";
    private static final String RECALLED = "not-heard because-recalled";
    private static final String NOT_BY_PHONE = "not-by-phone on-the-web";

    private static final String NONE_LEFT = "403 urn:ssms:plays-exhausted";
    private static final int ROUNDS = 6;

    /** Tests of other classes call, too: a few more calls the machine bears, however many tests wait. */
    private static final Semaphore LINES = new Semaphore(4, true);

    /** Each leaves one message, as one who calls has few calls in a mailbox at once. */
    private static final List<String> SENDERS = List.of("guest51", "guest52", "guest54", "guest55", "guest56");

    private final SsmsServer server = SsmsServer.shared();
    private final Calls calls = new Calls(server);
    private final List<Subscriber> senders =
            SENDERS.stream().map(name -> Subscriber.of(server, name)).toList();

    @AfterEach
    void free_the_ports() {
        calls.close();
    }

    // --- the table ---------------------------------------------------------------------------------------------------

    /** What somebody does to a message before its owner asks for it. */
    private interface Deed {
        Deed NONE = message -> {};

        void to(Subscriber.Message message) throws Exception;
    }

    /**
     * A message is asked for by a key: the first time for the next one, then for the same again.
     *
     * @param before the first time before the owner calls, then while he is in his mailbox
     * @param heard as {@link Listener#hear} tells it
     * @param decided by the license server since the time before, in this order
     */
    private record Turn(Deed before, String heard, String decided) {}

    /**
     * A message, and what becomes of it.
     *
     * @param seconds its length
     * @param counted plays, and how many are left where they are limited
     */
    private record Row(String name, int seconds, String counted, List<Turn> turns) {
        Outcome expected() {
            return new Outcome(
                    turns.stream().map(Turn::heard).toList(),
                    turns.stream().map(Turn::decided).collect(Collectors.joining(" ")),
                    counted);
        }
    }

    private record Outcome(List<String> heard, String decided, String counted) {}

    private static Row row(String name, String counted, Turn... turns) {
        return row(name, 1, counted, turns);
    }

    private static Row row(String name, int seconds, String counted, Turn... turns) {
        return new Row(name, seconds, counted, List.of(turns));
    }

    @TestFactory
    List<DynamicTest> how_often_and_how_long_after_the_first_play() throws Exception {
        Subscriber owner = Subscriber.of(server, "guest51").withSession();
        return table(
                owner,
                "4151",
                row("no limits", "1", granted(Deed.NONE)),
                row("plays: allowed", "1, 1 left", granted(narrowed(owner, "{\"plays\":2}"))),
                row(
                        "plays: none",
                        "0, 0 left",
                        new Turn(narrowed(owner, "{\"plays\":0}"), EXHAUSTED, "PLAYS_EXHAUSTED")),
                row(
                        "plays: exhausted by phone",
                        "1, 0 left",
                        granted(narrowed(owner, "{\"plays\":1}")),
                        new Turn(Deed.NONE, EXHAUSTED, "PLAYS_EXHAUSTED")),
                row(
                        "plays: exhausted on the web",
                        "1, 0 left",
                        new Turn(
                                message -> {
                                    narrowed(owner, "{\"plays\":1}").to(message);
                                    assertThat(owner.license(message.id()).statusCode())
                                            .isEqualTo(200);
                                },
                                EXHAUSTED,
                                "GRANTED PLAYS_EXHAUSTED")),
                row("playFor: allowed", "1", granted(narrowed(owner, "{\"playFor\":\"PT1H\"}"))),
                row(
                        "playFor: over since the first play",
                        "1",
                        new Turn(
                                message -> {
                                    assertThat(owner.license(message.id()).statusCode())
                                            .isEqualTo(200);
                                    narrowed(owner, "{\"playFor\":\"PT0S\"}").to(message);
                                },
                                EXPIRED,
                                "GRANTED EXPIRED")));
    }

    @TestFactory
    List<DynamicTest> from_when_and_until_when() throws Exception {
        Subscriber owner = Subscriber.of(server, "guest54").withSession();
        return table(
                owner,
                "4154",
                row("notBefore: allowed", "1", granted(narrowed(owner, "{\"notBefore\":" + PAST + "}"))),
                row(
                        "notBefore: not yet",
                        "0",
                        new Turn(narrowed(owner, "{\"notBefore\":" + FUTURE + "}"), NOT_YET, "NOT_YET")),
                row("notAfter: allowed", "1", granted(narrowed(owner, "{\"notAfter\":" + FUTURE + "}"))),
                row(
                        "notAfter: expired",
                        "0",
                        new Turn(narrowed(owner, "{\"notAfter\":" + PAST + "}"), EXPIRED, "EXPIRED")),
                row( // long enough for what is said before it, also on a slow machine
                        "playFor: over while it is heard",
                        18,
                        "1",
                        new Turn(narrowed(owner, "{\"playFor\":\"PT16S\"}"), PIECE + "because-expired", "GRANTED"),
                        new Turn(Deed.NONE, EXPIRED, "EXPIRED")));
    }

    @TestFactory
    List<DynamicTest> by_whom_and_how_and_what_the_phone_has_nothing_to_do_with() throws Exception {
        Subscriber owner = Subscriber.of(server, "guest52").withSession();
        return table(
                owner,
                "4152",
                row("users: allowed", "1", granted(narrowed(owner, "{\"users\":[\"guest52\",\"guest51\"]}"))),
                row(
                        "users: somebody else",
                        "0",
                        new Turn(narrowed(owner, "{\"users\":[\"guest51\"]}"), "not-heard", "NOT_ENTITLED")),
                row("minDrm: enough", "1", granted(narrowed(owner, "{\"minDrm\":\"clearkey\"}"))),
                row(
                        "minDrm: too weak",
                        "0",
                        new Turn(
                                narrowed(owner, "{\"minDrm\":\"software\"}"),
                                "not-by-phone because-protection",
                                "DRM_TOO_WEAK")),
                row("phonePlayback: allowed", "1", granted(narrowed(owner, "{\"phonePlayback\":true}"))),
                row(
                        "phonePlayback: not allowed",
                        "0",
                        new Turn(narrowed(owner, "{\"phonePlayback\":false}"), NOT_BY_PHONE, "NOT_BY_PHONE")),
                row(
                        "forward, save, modify, reply, transcript: not allowed",
                        "1",
                        granted(narrowed(
                                owner,
                                "{\"forward\":0,\"save\":false,\"modify\":false,\"reply\":false,"
                                        + "\"transcript\":false}"))),
                row(
                        "the key is destroyed meanwhile",
                        "1",
                        granted(Deed.NONE),
                        new Turn(this::destroy, "not-heard", "DESTROYED")));
    }

    /** By the INVITE, and while the owner is in his mailbox. */
    @TestFactory
    List<DynamicTest> what_the_sender_decides_beforehand_and_afterwards() throws Exception {
        Subscriber owner = Subscriber.of(server, "guest53").withSession();
        List<Row> rows = List.of(
                row(
                        "sender: one play, and one more",
                        "2, 0 left",
                        granted(Deed.NONE),
                        new Turn(Deed.NONE, EXHAUSTED, "PLAYS_EXHAUSTED"),
                        granted(changed(0, "{\"plays\":1}"))),
                row(
                        "sender: not by phone, and then by phone",
                        "1",
                        new Turn(Deed.NONE, NOT_BY_PHONE, "NOT_BY_PHONE"),
                        granted(changed(1, "{\"phonePlayback\":true}"))),
                row(
                        "sender: not yet, and then at once",
                        "1",
                        new Turn(Deed.NONE, NOT_YET, "NOT_YET"),
                        granted(changed(2, "{\"notBefore\":" + PAST + "}"))),
                row(
                        "sender: for long, and then no longer",
                        "1",
                        granted(Deed.NONE),
                        new Turn(changed(3, "{\"notAfter\":" + PAST + "}"), EXPIRED, "EXPIRED")),
                row(
                        "sender: recalled",
                        "1",
                        granted(Deed.NONE),
                        new Turn(message -> recall(4, message), RECALLED, "REVOKED")));
        List<String> chosen = List.of(
                "{\"plays\":1,\"forward\":0}",
                "{\"phonePlayback\":false}",
                "{\"notBefore\":" + FUTURE + "}",
                "{\"notAfter\":" + FUTURE + "}",
                "{\"modify\":false}");
        inTurn(rows.size(), i -> {
            senders.get(i).withSession(); // nobody waits for a password while the owner listens
            leaveAs(SENDERS.get(i), owner.name(), chosen.get(i), speech(rows.get(i), i));
        });
        return table(owner, "4153", rows, SENDERS);
    }

    private static Turn granted(Deed before) {
        return new Turn(before, MESSAGE, "GRANTED");
    }

    private static Deed narrowed(Subscriber owner, String rights) {
        return message -> change(owner, message, rights);
    }

    private Deed changed(int sender, String rights) {
        return message -> change(senders.get(sender), message, rights);
    }

    private static void change(Subscriber who, Subscriber.Message message, String rights) throws Exception {
        var answer = who.json("PUT", path(message, "rights"), who.session(), rights);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private void recall(int sender, Subscriber.Message message) throws Exception {
        Subscriber who = senders.get(sender);
        assertThat(who.post(path(message, "recall"), who.session(), "{}").statusCode())
                .isEqualTo(204);
    }

    private void destroy(Subscriber.Message message) throws Exception {
        MediaNode.of(server)
                .destroy(new MediaNode.Message(new MessageId(message.id()), KeyId.parse(message.kid()), null));
    }

    private static String path(Subscriber.Message message, String what) {
        return "/license/v1/messages/" + message.id() + "/" + what;
    }

    // --- plays that are counted at the same time ---------------------------------------------------------------------

    /** Each time the page reads the rights once more before, so that now it comes first, and now the phone. */
    @Test
    void c33_f5_56_of_one_play_that_is_begun_by_phone_and_on_a_page_at_the_same_time_one_is_granted() throws Exception {
        Subscriber owner = Subscriber.of(server, "guest55").withSession();
        List<Row> rounds = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            rounds.add(row("round " + i, ""));
        }
        leave(owner, rounds);
        List<Leased> messages = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            String id = owner.awaitMessageFrom(caller(i)).id();
            messages.add(Leased.of(owner, new MessageId(id), 1));
        }
        List<String> order = oldestFirst(owner);
        listen(owner, "4155", listener -> {
            for (int i = 0; i < ROUNDS; i++) {
                int round = i;
                int number = number(messages, order.get(i));
                Leased message = messages.get(number);
                List<String> answers = AtOnce.answers(
                        2,
                        who -> who == 0
                                ? listener.hear('1', speech(rounds.get(number), number))
                                : playedOnPage(message, round));
                assertThat(answers)
                        .as("by phone, and on a page that has read the rights %d times", round)
                        .isIn(List.of(MESSAGE, NONE_LEFT), List.of(EXHAUSTED, "played"));
            }
        });
        Databases database = Databases.copyOf(server);
        for (Leased message : messages) {
            String id = message.message().value();
            assertThat(database.decisions("LICENSE", id)).containsExactlyInAnyOrder("GRANTED", "PLAYS_EXHAUSTED");
            assertThat(database.decisions("PLAY_STARTED", id)).containsExactly("GRANTED");
            assertThat(database.decisions("PLAY_ENDED", id)).containsExactly("GRANTED");
            assertThat(database.decisions("PLAY_RETURNED", id)).isEmpty();
            assertThat(database.plays(id)).isEqualTo(1);
            assertThat(message.left()).isZero();
        }
    }

    private static int number(List<Leased> messages, String id) {
        return messages.stream()
                .map(message -> message.message().value())
                .toList()
                .indexOf(id);
    }

    /** As a page does that has read the rights so often. */
    private static String playedOnPage(Leased message, int reads) throws Exception {
        for (int i = 0; i < reads; i++) {
            message.left();
        }
        String lease = message.license();
        if (lease.startsWith("403 ")) {
            return lease;
        }
        assertThat(message.report(lease, "started")).isEqualTo("204");
        assertThat(message.report(lease, "ended")).isEqualTo("204");
        return "played";
    }

    // --- calls -------------------------------------------------------------------------------------------------------

    /** Of messages that strangers leave. */
    private List<DynamicTest> table(Subscriber owner, String number, Row... table) throws Exception {
        List<Row> rows = List.of(table);
        leave(owner, rows);
        List<String> callers = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            callers.add(caller(i));
        }
        return table(owner, number, rows, callers);
    }

    /** All rows in one call, each by its name. */
    private List<DynamicTest> table(Subscriber owner, String number, List<Row> rows, List<String> callers)
            throws Exception {
        List<Subscriber.Message> messages = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Subscriber.Message message = owner.awaitMessageFrom(callers.get(i));
            messages.add(message);
            rows.get(i).turns().get(0).before().to(message);
        }
        List<String> ids = messages.stream().map(Subscriber.Message::id).toList();
        List<String> order = oldestFirst(owner);
        assertThat(order).containsExactlyInAnyOrderElementsOf(ids);
        List<List<String>> heard = new ArrayList<>();
        listen(owner, number, listener -> {
            for (String id : order) {
                int i = ids.indexOf(id);
                heard.add(heard(listener, rows.get(i), messages.get(i), speech(rows.get(i), i)));
            }
        });
        List<DynamicTest> tests = new ArrayList<>();
        Databases database = Databases.copyOf(server);
        for (int i = 0; i < order.size(); i++) {
            String id = order.get(i);
            Row row = rows.get(ids.indexOf(id));
            Outcome outcome = new Outcome(
                    heard.get(i),
                    String.join(" ", database.decisions("LICENSE", id)),
                    database.plays(id) + left(owner, messages.get(ids.indexOf(id))));
            tests.add(DynamicTest.dynamicTest(
                    row.name(), () -> assertThat(outcome).isEqualTo(row.expected())));
        }
        return tests;
    }

    private static List<String> heard(Listener listener, Row row, Subscriber.Message message, byte[] speech)
            throws Exception {
        List<String> heard = new ArrayList<>();
        for (Turn turn : row.turns()) {
            if (!heard.isEmpty()) {
                turn.before().to(message);
            }
            heard.add(listener.hear(heard.isEmpty() ? '1' : '2', speech));
        }
        return heard;
    }

    /** Empty where plays are not limited, or nothing is told. */
    private static String left(Subscriber owner, Subscriber.Message message) throws Exception {
        String rights = owner.get(path(message, "rights"), owner.session()).body();
        Object plays = JSONObjectUtils.parse(rights).get("plays");
        return plays == null ? "" : ", " + plays + " left";
    }

    /** As by phone. */
    private static List<String> oldestFirst(Subscriber owner) throws Exception {
        List<String> ids = new ArrayList<>(
                owner.messages().stream().map(Subscriber.Message::id).toList());
        Collections.reverse(ids);
        return ids;
    }

    private static String caller(int number) {
        return "caller" + number;
    }

    /** No two messages of a mailbox sound alike. */
    private static byte[] speech(Row row, int number) {
        return Speech.ulaw(row.seconds(), 80L + number);
    }

    private interface Listening {
        void to(Listener listener) throws Exception;
    }

    private interface Caller {
        void call(int number) throws Exception;
    }

    /** The owner calls, hears, and hangs up. */
    private void listen(Subscriber owner, String number, Listening listening) throws Exception {
        LINES.acquire();
        try {
            Listener listener = Listener.of(server, calls, owner, number);
            listening.to(listener);
            listener.hangUp();
        } finally {
            LINES.release();
        }
    }

    /** Each calls as soon as there is a line. */
    private static void inTurn(int callers, Caller caller) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<Future<?>> called = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                int number = i;
                called.add(threads.submit(() -> {
                    LINES.acquire();
                    try {
                        caller.call(number);
                    } finally {
                        LINES.release();
                    }
                    return null;
                }));
            }
            for (Future<?> call : called) {
                call.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** One message for each row, each from an address of its own. */
    private void leave(Subscriber owner, List<Row> rows) throws Exception {
        try (Calls callers = new Calls(server, rows.size())) {
            inTurn(rows.size(), i -> callers.leave(Calls.to(owner.name(), caller(i)), speech(rows.get(i), i)));
        }
    }

    /** By the telephone of somebody who proves that he has left it. */
    private void leaveAs(String sender, String owner, String rights, byte[] speech) throws Exception {
        try (Telephone telephone =
                new Telephone(SipLine.udp(Sources.next(), server.sip()), sender, "localhost", SsmsServer.PASSWORD)) {
            PhoneCall call = telephone.call(Invite.to("sip:" + owner + "@vm.localhost", sender)
                    .from("<sip:" + sender + "@localhost>")
                    .with("X-SSMS-Rights", rights));
            assertThat(call.response().status()).isEqualTo(200);
            call.speakAfterBeep(speech);
            call.hangUp();
        }
    }
}
