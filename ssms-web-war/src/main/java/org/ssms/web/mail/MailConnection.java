package org.ssms.web.mail;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.Source;

/**
 * An accepted connection and what is talked over it. A worker goes on with it as far as it comes without waiting for
 * the other end; then it waits in the selector, without a thread. {@link #schedule}, {@link #wake} and {@link #cut}
 * may be called by any thread.
 */
final class MailConnection implements FairWorkers.Task {
    private static final System.Logger LOG = System.getLogger(MailConnection.class.getName());

    /** From the first octet of TLS to the last of its handshake. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    /** Somebody who reads, and takes nothing. */
    private static final Duration STUCK = Duration.ofMinutes(2);

    /** Between two looks whether who says nothing may stay; each fifth time also at his mailbox. */
    private static final Duration ROUND = Duration.ofMinutes(1);

    private static final int ROUNDS = 5;
    /** After its time is over, until it is closed without a word. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    /** Steps of a worker until others have their turn. */
    private static final int TURN = 100;

    private static final byte[] NOTHING = {};

    /** Who goes on with it. */
    private enum Turn {
        NOBODY,
        WORKER,
        /** And there is something new for it. */
        WORKER_AGAIN
    }

    private final SocketChannel channel;
    private final boolean isTls;
    private final Source source;
    private final MailTls tls;
    private final Surroundings surroundings;
    private final LongSupplier nanoTime;
    private final Runnable whenClosed;
    private final MailSocket socket;
    private final Client client;
    private final Conversation conversation;
    private final CommandReader reader;
    private final AtomicReference<Turn> turn = new AtomicReference<>(Turn.NOBODY);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final long acceptedAt;
    private final Duration login;
    private final Duration idle;
    private volatile @Nullable SelectionKey key;
    private volatile long shakingSince;
    private volatile boolean isShaking;
    private volatile boolean isLoggedIn;
    private volatile boolean isSending;
    private volatile long commandAt;
    private volatile long progressAt;
    private volatile long roundAt;
    private volatile boolean isChanged;
    private volatile boolean isRound;
    private volatile boolean isLate;
    private boolean isGreeted;
    private int rounds;
    private ByteBuffer unread = ByteBuffer.wrap(NOTHING);

    /**
     * What all connections of a door have.
     *
     * @param ofStrangers workers for who is not logged in, whose passwords take long
     * @param ofOwners workers for who is
     * @param broken protected files that cannot be read
     * @param login from the accepted connection to the login
     * @param idle an IMAP client may say nothing
     */
    record Surroundings(
            MailTls tls,
            FairWorkers ofStrangers,
            FairWorkers ofOwners,
            OnceAnHour broken,
            LongSupplier nanoTime,
            Duration login,
            Duration idle) {}

    /**
     * Begins nothing yet, and costs little: whoever is not admitted has had nothing of us.
     *
     * @param isTls whether the first octet is of TLS
     * @param admission whether one more may log in to a mailbox; counts him then
     * @param protocol what is talked
     * @param whenClosed called once
     */
    MailConnection(
            SocketChannel channel,
            InetAddress peer,
            boolean isTls,
            Surroundings surroundings,
            BiPredicate<MailConnection, String> admission,
            Function<Client, Conversation> protocol,
            Consumer<MailConnection> whenClosed) {
        this.channel = channel;
        this.isTls = isTls;
        this.source = Source.of(peer);
        this.tls = surroundings.tls;
        this.surroundings = surroundings;
        this.nanoTime = surroundings.nanoTime;
        this.login = surroundings.login;
        this.whenClosed = () -> whenClosed.accept(this);
        this.socket = new MailSocket(channel);
        this.client = new Client(peer, isTls, owner -> admission.test(this, owner));
        this.conversation = protocol.apply(client);
        this.idle = conversation.idle();
        this.reader = conversation.reader();
        long now = nanoTime.getAsLong();
        this.acceptedAt = now;
        this.commandAt = now;
        this.progressAt = now;
        this.roundAt = now;
    }

    /** Somebody goes on with it from now on. To be called once, before anything else but {@link #cut}. */
    void begin() throws IOException {
        if (isTls) {
            beginTls();
        }
        schedule();
    }

    private void beginTls() throws IOException {
        shakingSince = nanoTime.getAsLong();
        isShaking = true;
        socket.beginTls(tls.engine());
    }

    Source source() {
        return source;
    }

    boolean isOpen() {
        return !closed.get();
    }

    /** Where it waits from now on. */
    void waitsAt(SelectionKey place) {
        key = place;
    }

    /** Somebody goes on with it soon. */
    void schedule() {
        Turn before = turn.getAndUpdate(now -> now == Turn.NOBODY ? Turn.WORKER : Turn.WORKER_AGAIN);
        if (before == Turn.NOBODY) {
            submit();
        }
    }

    private void submit() {
        (isLoggedIn ? surroundings.ofOwners : surroundings.ofStrangers).submit(source, this);
    }

    /** Something has changed in the mailbox. */
    void wake() {
        isChanged = true;
        schedule();
    }

    /**
     * Ends it when its time is over. To be called a few times a second.
     *
     * @return whether it is at its end without a word
     */
    boolean isOverdue() {
        long now = nanoTime.getAsLong();
        long late = lateness(now);
        if (late > LAST_WORDS.toNanos()) {
            return true;
        }
        if (late > 0 && !isLate) {
            isLate = true;
            schedule();
        } else if (isLoggedIn && now - roundAt > ROUND.toNanos()) {
            roundAt = now;
            isRound = true;
            schedule();
        }
        return false;
    }

    /** How long its time is over; negative: it is not. */
    private long lateness(long now) {
        if (isShaking) {
            return Math.max(now - shakingSince - HANDSHAKE.toNanos(), sinceAccepted(now));
        }
        if (!isLoggedIn) {
            return sinceAccepted(now);
        }
        return isSending ? now - progressAt - STUCK.toNanos() : now - commandAt - idle.toNanos();
    }

    private long sinceAccepted(long now) {
        return isLoggedIn ? -1 : now - acceptedAt - login.toNanos();
    }

    /** Ends it at once, and without a word. */
    void cut() {
        try {
            channel.close();
        } catch (IOException e) {
            // then it is closed
        }
        if (!closed.getAndSet(true)) {
            whenClosed.run();
        }
        schedule(); // so that nothing of it stays in memory
    }

    @Override
    public void work(Buffers buffers) {
        int ready = 0;
        try {
            ready = closed.get() ? 0 : goOn(buffers);
        } catch (IOException e) {
            // the other end is gone, or talks nonsense
        } catch (RuntimeException e) {
            LOG.log(ERROR, "SSMS-6102 a request of a mail client failed", e);
        }
        keepUnread();
        buffers.wipeSaid();
        if (ready == 0 || (ready > 0 && !park(ready))) {
            close(buffers);
        } else if (ready < 0 || !turn.compareAndSet(Turn.WORKER, Turn.NOBODY)) {
            turn.set(Turn.WORKER);
            submit(); // its turn is over, or there is something new
        }
    }

    /** The rest, in an array of its own; the one before, in which there may have been a password, is wiped. */
    private void keepUnread() {
        byte[] rest = new byte[unread.remaining()];
        unread.get(rest);
        Arrays.fill(unread.array(), (byte) 0);
        unread = ByteBuffer.wrap(rest);
    }

    /** Whether it waits now, and is not closed. */
    private boolean park(int ready) {
        SelectionKey place = key;
        try {
            if (place != null) {
                place.interestOps(ready);
                place.selector().wakeup();
            }
            return true;
        } catch (CancelledKeyException e) {
            return false;
        }
    }

    /**
     * Goes on as long as nobody is to be waited for.
     *
     * @return what to wait for (as of {@link SelectionKey}); 0: it is over; -1: for nothing but another turn
     */
    private int goOn(Buffers buffers) throws IOException {
        for (int step = 0; step < TURN; step++) {
            if (isLate) {
                return lastWords(buffers);
            }
            if (!socket.flush()) {
                isSending = true;
                return SelectionKey.OP_WRITE; // who sends, and takes nothing, keeps nobody busy
            }
            if (isShaking) {
                int ready = shake(buffers);
                if (ready >= 0) {
                    return ready;
                }
            } else if (client.hasUnsent()) {
                if (isRound && !goesOn()) {
                    return 0; // in the middle of an answer nothing else can be said
                }
                send(buffers);
            } else if (client.isOver()) {
                return 0;
            } else if (client.wantsTls()) {
                if (unread.hasRemaining()) {
                    return 0; // said in clear, to be taken for something that is not
                }
                beginTls();
                client.secured();
            } else if (!isGreeted) {
                isGreeted = true;
                conversation.greet();
            } else if (isRound || isChanged) {
                lookRound();
            } else {
                isSending = false;
                int ready = read(buffers);
                if (ready >= 0) {
                    return ready;
                }
            }
        }
        return -1;
    }

    private int lastWords(Buffers buffers) throws IOException {
        if (!isShaking && socket.flush() && !isSending) {
            conversation.farewell("too long nothing");
            if (client.hasUnsent()) {
                send(buffers);
            }
        }
        return 0;
    }

    private int shake(Buffers buffers) throws IOException {
        int read = socket.read(buffers);
        isShaking = socket.isShaking();
        if (read < 0) {
            return 0;
        }
        if (read > 0) {
            unread = buffers.said;
        } else if (isShaking) {
            return socket.hasUnsent() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        }
        return -1;
    }

    private void send(Buffers buffers) throws IOException {
        isSending = true;
        buffers.answer.clear();
        try {
            client.fill(buffers.answer);
        } catch (IOException e) {
            if (surroundings.broken.isDue(e.toString())) { // it names the file
                LOG.log(
                        ERROR,
                        "SSMS-6106 a mail ends in the middle, a protected file cannot be read: {0}",
                        e.toString());
            }
            throw e;
        }
        socket.write(buffers.answer.flip(), buffers);
        progressAt = nanoTime.getAsLong();
        commandAt = progressAt;
    }

    /** A round in the middle of an answer, which may take hours: whoever is disabled gets no more of it. */
    private boolean goesOn() {
        isRound = false;
        return conversation.isWelcome();
    }

    private void lookRound() {
        boolean looks = isChanged;
        if (looks) {
            isChanged = false; // never where it was not set: it may be set just now
        }
        if (isRound) {
            isRound = false;
            rounds++;
            looks |= rounds % ROUNDS == 0;
        }
        conversation.wake(looks);
    }

    private int read(Buffers buffers) throws IOException {
        if (!unread.hasRemaining()) {
            if (unread.array() != buffers.said.array()) {
                keepUnread();
            }
            int read = socket.read(buffers);
            if (read < 0) {
                return 0;
            }
            if (read == 0) {
                return socket.hasUnsent() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            }
            unread = buffers.said;
        }
        switch (reader.take(unread)) {
            case COMMAND -> {
                commandAt = nanoTime.getAsLong();
                conversation.take(reader.command());
                reader.done();
                noteLogin();
            }
            case LITERAL -> {
                if (conversation.takesLiteral(reader.command(), reader.fits())) {
                    reader.accept();
                } else {
                    reader.done();
                }
            }
            case DROPPED -> {
                conversation.dropped(reader.command());
                reader.done();
            }
            case BROKEN -> {
                conversation.farewell("that was too long, or no text");
                client.end();
            }
            case MORE -> {
                // another read
            }
        }
        return -1;
    }

    private void noteLogin() {
        if (!isLoggedIn && conversation.account() != null) {
            isLoggedIn = true;
            reader.limit(conversation.limitsOfOwner());
        }
    }

    /** By a worker, who ends it, or finds it ended. */
    private void close(Buffers buffers) {
        if (!closed.getAndSet(true)) {
            whenClosed.run(); // so that who sees the end may come again
        }
        socket.close(buffers);
        client.clear();
        reader.done();
        Arrays.fill(unread.array(), (byte) 0);
        unread = ByteBuffer.wrap(NOTHING);
    }
}
