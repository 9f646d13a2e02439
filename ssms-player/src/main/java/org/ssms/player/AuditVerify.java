package org.ssms.player;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.audit.AuditExpectation;
import org.ssms.protect.audit.AuditVerdict;
import org.ssms.protect.audit.AuditVerifier;
import org.ssms.protect.audit.MalformedAuditException;
import org.ssms.protect.audit.SignedHead;

/** {@code ./ssms audit verify}: whether an export of the audit is what the license server has signed, offline. */
public final class AuditVerify {
    static final String USAGE = """
        Usage: ./ssms audit verify FILE [--key KEYID]... [--chain UUID] [--after HEAD] [--kept FILE]...
          FILE          an export of the audit, JSON Lines (MXBean org.ssms:type=Audit, export)
          --key KEYID   thumbprint of a key whose signature is believed; without one, that of the first head
          --chain UUID  the chain that it has to be
          --after HEAD  number of the head that the file begins with (exportAfter); without it, with entry 1
          --kept FILE   a head that somebody has kept (attribute LastHead): the chain has to have it still\
        """;

    /** Exit codes of the command. */
    enum Outcome {
        SOUND(0),
        WRONG_USE(1),
        BAD(2),
        /** Sound, and the server says in it that somebody has altered the audit. */
        ALTERED(3);

        private final int exitCode;

        Outcome(int exitCode) {
            this.exitCode = exitCode;
        }
    }

    private static final long LONGEST_KEPT = 2L * SignedHead.MAX_CHARS;

    private final Path file;
    private final AuditExpectation expected;
    private final PrintStream words;

    AuditVerify(Path file, AuditExpectation expected, PrintStream words) {
        this.file = file;
        this.expected = expected;
        this.words = words;
    }

    public static void main(String[] arguments) {
        Outcome outcome;
        try {
            outcome = of(arguments, System.out).run();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(USAGE);
            outcome = Outcome.WRONG_USE;
        } catch (IOException e) {
            System.err.println("Cannot read the file: " + e);
            outcome = Outcome.WRONG_USE;
        }
        System.exit(outcome.exitCode);
    }

    static AuditVerify of(String[] arguments, PrintStream words) throws IOException {
        Deque<String> left = new ArrayDeque<>(List.of(arguments));
        Set<String> keyIds = new TreeSet<>();
        List<SignedHead> kept = new ArrayList<>();
        Deque<String> files = new ArrayDeque<>();
        @Nullable UUID chain = null;
        long after = 0;
        while (!left.isEmpty()) {
            String argument = left.remove();
            if (!argument.startsWith("--")) {
                files.add(argument);
                continue;
            }
            String value = left.isEmpty() ? "" : left.remove();
            switch (value.isEmpty() ? "" : argument) {
                case "--key" -> keyIds.add(value);
                case "--chain" -> chain = UUID.fromString(value);
                case "--after" -> after = number(value);
                case "--kept" -> kept.add(head(Path.of(value)));
                default -> throw new IllegalArgumentException("What is " + argument + "?");
            }
        }
        if (files.size() != 1) {
            throw new IllegalArgumentException("Which file? One is verified at a time.");
        }
        try {
            Path file = Path.of(files.remove());
            return new AuditVerify(file, new AuditExpectation(keyIds, chain, after, kept), words);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("Which file? " + e.getReason(), e);
        }
    }

    private static long number(String text) {
        long number = Long.parseLong(text);
        if (number < 1) {
            throw new IllegalArgumentException("Heads have numbers from 1.");
        }
        return number;
    }

    private static SignedHead head(Path file) throws IOException {
        if (Files.size(file) > LONGEST_KEPT) {
            throw new IllegalArgumentException(file + " is too long for a head.");
        }
        try {
            return SignedHead.parse(Files.readString(file, US_ASCII).strip());
        } catch (MalformedAuditException | CharacterCodingException e) {
            throw new IllegalArgumentException(file + " is no head: " + e.getMessage(), e);
        }
    }

    Outcome run() throws IOException {
        AuditVerdict verdict;
        try (InputStream in = Files.newInputStream(file)) {
            verdict = new AuditVerifier(expected).verify(in);
        }
        if (verdict instanceof AuditVerdict.Bad bad) {
            tell(bad);
            return Outcome.BAD;
        }
        AuditVerdict.Sound sound = (AuditVerdict.Sound) verdict;
        tell(sound);
        return sound.altered() == 0 ? Outcome.SOUND : Outcome.ALTERED;
    }

    private void tell(AuditVerdict.Bad bad) {
        String what = bad.place() == 0 ? "The file" : "Entry " + bad.place();
        words.printf("BAD, line %d: %s: %s.%n", bad.line(), what, bad.problem());
        if (bad.blots() > 0) {
            words.printf("Entries in all that were changed before they were chained: %d.%n", bad.blots());
        }
        AuditVerdict.@Nullable Bad end = bad.end();
        if (bad.isRestSound()) {
            words.println("All other entries are as they were signed, and none is missing.");
            return;
        }
        if (end != null) {
            words.printf("From line %d on nothing was read: entry %d: %s.%n", end.line(), end.place(), end.problem());
        }
        words.println("Nothing from there on is proved; what stands before the last good head is as it was signed.");
    }

    private void tell(AuditVerdict.Sound sound) {
        words.printf(
                "Sound: entries %d to %d of chain %s, under %d signed heads, the last of %s.%n",
                sound.firstPlace(), sound.lastPlace(), sound.chain(), sound.heads(), sound.lastSigned());
        if (sound.altered() > 0) {
            words.printf("The server says %d times that somebody has altered the audit:%n", sound.altered());
            for (AuditVerdict.Alteration one : sound.alterations()) {
                words.printf("  entry %d, %s: %s%n", one.place(), printable(one.at()), printable(one.what()));
            }
        }
        if (sound.unproved() > 0) {
            words.printf(
                    "The first %d are of before the chain: whether they were changed before nobody can tell.%n",
                    sound.unproved());
        }
        if (sound.timestamps() > 0) {
            words.printf("Heads with a timestamp: %d; who made it only openssl ts -verify sees.%n", sound.timestamps());
        }
        String signed = "Signed by " + String.join(", ", new TreeSet<>(sound.keyIds())) + ".";
        boolean isKnown = !expected.keyIds().isEmpty();
        words.println(isKnown ? signed : signed + " Compare that with the key of your server: --key was not given.");
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
