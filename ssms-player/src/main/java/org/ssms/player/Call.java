package org.ssms.player;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ssms.player.audio.SoundFile;
import org.ssms.player.caller.CallEnd;
import org.ssms.player.caller.CallPlan;
import org.ssms.player.caller.CallRefusedException;
import org.ssms.player.caller.CallingPhone;
import org.ssms.player.caller.OutgoingCall;
import org.ssms.player.caller.SentPacket;

/** Leaves a message by a real SIP call, for people without a telephone: waits for the beep, speaks, hangs up. */
public final class Call {
    /** Exit codes of the command. */
    enum Outcome {
        LEFT(0),
        WRONG_USE(1),
        REFUSED(2),
        NO_BEEP(3),
        CUT_OFF(4);

        private final int exitCode;

        Outcome(int exitCode) {
            this.exitCode = exitCode;
        }
    }

    private static final long BEEP_SECONDS = 60;
    private static final long END_SECONDS = 60;

    private final CallOptions options;
    private final PrintStream out;

    Call(CallOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    public static void main(String[] arguments) {
        Outcome outcome;
        try {
            CallOptions options = CallOptions.parse(arguments, System.getenv());
            outcome = new Call(options, System.out).run();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(CallOptions.USAGE);
            outcome = Outcome.WRONG_USE;
        } catch (IOException e) {
            System.err.println("Cannot call: " + e.getMessage());
            outcome = Outcome.WRONG_USE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome = Outcome.CUT_OFF;
        }
        System.exit(outcome.exitCode);
    }

    Outcome run() throws IOException, InterruptedException {
        byte[] speech = speech(options.file());
        try (CallingPhone caller = CallingPhone.open(new InetSocketAddress(options.host(), options.port()))) {
            out.printf("Calling %s at %s:%d.%n", options.uri(), options.host(), options.port());
            CallPlan plan = CallPlan.to(options.uri(), options.caller())
                    .as(options.display())
                    .with(options.impairment());
            return leave(caller.call(options.srtp() ? plan.withSrtp() : plan), speech);
        }
    }

    private Outcome leave(OutgoingCall call, byte[] speech) throws InterruptedException {
        try {
            call.answered().get();
            if (options.waitForBeep()) {
                out.println("Answered. The greeting plays; waiting for the beep.");
                CompletableFuture.anyOf(call.beepHeard(), call.ended()).get(BEEP_SECONDS, TimeUnit.SECONDS);
            }
            if (call.ended().isDone()) {
                out.println("The server hung up before the beep. Nothing was recorded.");
                return Outcome.CUT_OFF;
            }
            out.printf("Speaking %s, %.1f seconds.%n", name(), (double) speech.length / SoundFile.RATE);
            CompletableFuture<Void> spoken = call.speak(speech);
            CompletableFuture.anyOf(spoken.exceptionally(cut -> null), call.ended())
                    .get();
            return spoken.isCompletedExceptionally() || !spoken.isDone() ? cutOff() : finish(call);
        } catch (TimeoutException e) {
            out.println("No beep was heard in " + BEEP_SECONDS + " seconds.");
            call.hangUp().exceptionally(unanswered -> null).join();
            return Outcome.NO_BEEP;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CallRefusedException refused) {
                out.println("The call was refused: " + refused.getMessage() + ".");
                return Outcome.REFUSED;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private Outcome cutOff() {
        out.println("The server hung up in the middle of the message. What it had heard by then is a message.");
        return Outcome.CUT_OFF;
    }

    private Outcome finish(OutgoingCall call) throws InterruptedException, ExecutionException, TimeoutException {
        if (options.hash()) {
            out.println("Pressing # and listening to the confirmation.");
            CallEnd end = call.press('#')
                    .exceptionally(cut -> null)
                    .thenCompose(pressed -> call.ended())
                    .get(END_SECONDS, TimeUnit.SECONDS);
            out.println(end == CallEnd.BY_SERVER ? "The server said goodbye and hung up." : "Hung up.");
        } else {
            call.hangUp().get();
            out.println("Hung up.");
        }
        long sent = call.sent().stream().filter(SentPacket::sent).count();
        out.printf(
                "Done: %d of %d packets were sent. The server has the message and puts it into the mailbox.%n",
                sent, call.sent().size());
        return Outcome.LEFT;
    }

    private String name() {
        return options.file().map(file -> String.valueOf(file.getFileName())).orElse("the built-in sample");
    }

    private static byte[] speech(Optional<Path> file) throws IOException {
        if (file.isPresent()) {
            return SoundFile.toUlaw(SoundFile.read(file.get()));
        }
        return sample();
    }

    /** The built-in spoken sample: u-law, 8 kHz. */
    public static byte[] sample() throws IOException {
        try (InputStream sample = Call.class.getResourceAsStream("sample.ul")) {
            return Objects.requireNonNull(sample, "sample.ul").readAllBytes();
        }
    }
}
