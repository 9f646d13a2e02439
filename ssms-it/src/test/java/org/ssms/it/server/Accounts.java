package org.ssms.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Subscribers that a server has from its first start on: each has a mailbox and {@link SsmsServer#PASSWORD}, on the web
 * and on the phone.
 */
public final class Accounts {
    /** bcrypt of {@link SsmsServer#PASSWORD} */
    private static final String HASH = "$2a$04$abcdefghijklmnopqrstuuiMg0bQBWuegPqakbtpDOcmG2MrZtfkC";

    private static final List<String> GUESTS = names(0, 20);
    /**
     * Of {@code PinIT} and {@code ListenByPhoneE2eIT} alone, as guesses count for a name, and messages for a mailbox.
     */
    private static final List<String> WITH_PINS = names(20, 37);

    /** Of {@code RevokedTokenIT} alone, which gives it a new password on the phone. */
    private static final List<String> RENEWED = names(37, 38);

    /** Of {@code GreetingsIT} and {@code GreetingsBrowserE2eIT} alone: what callers hear is not what others expect. */
    private static final List<String> WITH_GREETINGS = names(40, 47);

    /** Of {@code ListMailboxE2eIT} alone: two members of the list {@value #LIST}, who calls it, and somebody else. */
    private static final List<String> AROUND_A_LIST = names(47, 51);

    /** Of {@code ListenByPhoneE2eIT} alone: some answer the others. */
    private static final List<String> WITH_REPLIES = names(57, 61);

    /** Of {@code CallBackE2eIT} alone: who hears messages, and who has left them. */
    private static final List<String> CALLED_BACK = names(61, 68);

    /** Of {@code PhoneRightsE2eIT} and {@code PhoneBesideBrowserE2eIT} alone: messages are heard in turn. */
    private static final List<String> HEARD_IN_TURN = names(51, 57);

    /** Of {@code AccountIT} alone, which disables them; they have a digest, too. */
    private static final List<String> DISABLED_AT_TIMES = names(68, 70);

    /** Of {@code MailDoorIT} and {@code HostileHostIT} alone: their mailboxes are read by mail clients. */
    private static final List<String> WITH_MAIL_CLIENTS = names(70, 78);

    /** Of {@code ForwardedByPhoneE2eIT} and {@code KeptListE2eIT} alone: what they have heard, and are on, is known. */
    private static final List<String> OF_OTHERS = names(80, 90);

    /** A mailbox whose messages are guest47's and guest48's. */
    public static final String LIST = "sales";

    private final List<String> names;

    Accounts(List<String> names) {
        this.names = List.copyOf(names);
    }

    private static List<String> names(int from, int end) {
        return IntStream.range(from, end).mapToObj(i -> "guest" + i).toList();
    }

    /** Beside alice and bob, so that many calls need not go into one mailbox. */
    public static List<String> guests() {
        return GUESTS;
    }

    static Accounts withGuests() {
        List<String> names = new ArrayList<>(List.of("alice", "bob"));
        names.addAll(GUESTS);
        names.addAll(WITH_PINS);
        names.addAll(RENEWED);
        names.addAll(WITH_GREETINGS);
        names.addAll(AROUND_A_LIST);
        names.addAll(WITH_REPLIES);
        names.addAll(CALLED_BACK);
        names.addAll(HEARD_IN_TURN);
        names.addAll(DISABLED_AT_TIMES);
        names.addAll(WITH_MAIL_CLIENTS);
        names.addAll(OF_OTHERS);
        return new Accounts(names);
    }

    /** Value of {@code ssms.mailboxes.initial}. */
    String mailboxes() {
        return names.stream().map(name -> name + ":" + name + "@localhost").collect(Collectors.joining(","));
    }

    /** Value of {@code ssms.mailboxes.lists}. */
    static String lists() {
        return LIST + ":" + String.join(" ", AROUND_A_LIST.subList(0, 2));
    }

    /** Puts the passwords into a home whose server has not started yet. */
    void write(Path home) {
        try {
            Path license = Files.createDirectories(home.resolve("secrets/license"));
            Files.writeString(license.resolve("accounts"), hashes());
            Path media = Files.createDirectories(home.resolve("secrets/media"));
            Files.writeString(media.resolve("sip-accounts.new"), lines(SsmsServer.PASSWORD));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String hashes() {
        return names.stream()
                .map(name -> name + "=" + HASH + (DISABLED_AT_TIMES.contains(name) ? " " + digest(name) : "") + "\n")
                .collect(Collectors.joining());
    }

    private static String digest(String name) {
        try {
            byte[] text = (name + ":ssms-license:" + SsmsServer.PASSWORD).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String lines(String secret) {
        return names.stream().map(name -> name + "=" + secret + "\n").collect(Collectors.joining());
    }
}
