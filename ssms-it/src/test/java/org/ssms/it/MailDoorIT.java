package org.ssms.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ssms.it.server.Calls;
import org.ssms.it.server.Databases;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Storage;
import org.ssms.it.server.Subscriber;
import org.ssms.it.sip.Invite;
import org.ssms.it.sip.PhoneCall;
import org.ssms.it.sip.SipLine;
import org.ssms.it.sip.Telephone;
import org.ssms.it.tool.Background;
import org.ssms.it.tool.Speech;
import org.ssms.it.tool.Tool;

/**
 * Mailboxes by POP3 and IMAP, with the mail clients of the operating system, unchanged (C27, F5-44, F5-45a, F7-1 to
 * F7-7): each gets the protected file, bit by bit. Every test has a mailbox of its own.
 */
class MailDoorIT {
    private static final Path DIRECTORY = SsmsServer.directory().resolve("mail-door");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final byte[] SPEECH = Speech.ulaw(2, 91);

    private static final SsmsServer SERVER = SsmsServer.shared();
    private static final Path CERTIFICATE = DIRECTORY.resolve("server.pem");

    private final Calls calls = new Calls(SERVER);

    @BeforeAll
    static void writeCertificate() throws IOException, GeneralSecurityException {
        Files.createDirectories(DIRECTORY);
        byte[] der = SERVER.certificate().getCertificate("server").getEncoded();
        Files.writeString(
                CERTIFICATE,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                        + "\n-----END CERTIFICATE-----\n");
    }

    @AfterEach
    void freeThePorts() {
        calls.close();
    }

    private Subscriber.Message left(Subscriber owner, String caller) {
        calls.leave(Calls.to(owner.name(), caller), SPEECH);
        return owner.awaitMessageFrom(caller);
    }

    private static byte[] protectedFile(Subscriber.Message message) throws IOException {
        return Files.readAllBytes(new Storage(SERVER).file(message.kid(), "mp4"));
    }

    /** What is attached to a mail that some client has written. */
    private static byte[] attached(String mail) {
        String text = mail.replace("\r\n", "\n");
        int part = text.indexOf("Content-Type: audio/mp4");
        assertThat(part).as(mail).isPositive();
        int begin = text.indexOf("\n\n", part) + 2;
        return Base64.getMimeDecoder().decode(text.substring(begin, text.indexOf("\n--", begin)));
    }

    private static String curl(String user, String url, String... more) {
        Tool.require("curl", "curl");
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "-sS",
                "--max-time",
                "60",
                "--ssl-reqd",
                "--cacert",
                CERTIFICATE.toString(),
                "-u",
                user + ":" + SsmsServer.PASSWORD,
                url));
        command.addAll(List.of(more));
        Tool.Result result = Tool.run(new byte[0], command);
        assertThat(result.exitCode()).as(result.errors()).isZero();
        return result.output().text();
    }

    private static String imaps() {
        return "imaps://127.0.0.1:" + SERVER.imaps().getPort() + "/";
    }

    @Test
    void curl_reads_the_same_mail_by_all_four_doors_and_it_is_heard_then() throws Exception {
        Subscriber owner = Subscriber.of(SERVER, "guest70");
        Subscriber.Message message = left(owner, "mail-curl");
        byte[] file = protectedFile(message);
        String user = owner.name();
        assertThat(curl(user, imaps() + "INBOX", "-X", "SEARCH UNSEEN")).isEqualTo("* SEARCH 1\r\n");
        String mail = curl(user, imaps() + "INBOX;MAILINDEX=1");
        assertThat(mail)
                .contains("Message-Context: voice-message\r\n", "Sensitivity: Private\r\n")
                .contains("multipart/voice-message")
                .contains("sip:" + user + "." + message.id() + "@localhost")
                .contains("play.xhtml?id=" + message.id());
        assertThat(attached(mail)).isEqualTo(file);
        assertThat(curl(user, "imap://127.0.0.1:" + SERVER.imap().getPort() + "/INBOX;MAILINDEX=1"))
                .isEqualTo(mail);
        assertThat(curl(user, "pop3s://127.0.0.1:" + SERVER.pop3s().getPort() + "/1"))
                .isEqualTo(mail);
        assertThat(curl(user, "pop3://127.0.0.1:" + SERVER.pop3().getPort() + "/1"))
                .isEqualTo(mail);
        assertThat(curl(user, "pop3s://127.0.0.1:" + SERVER.pop3s().getPort() + "/"))
                .isEqualTo("1 " + mail.getBytes(UTF_8).length + "\r\n");
        assertThat(owner.messageFrom("mail-curl").orElseThrow().state()).isEqualTo("heard");
        assertThat(Databases.copyOf(SERVER)
                        .query("ssms", "select distinct reader || ' ' || uid from mail_entry where reader = ?", user))
                .containsExactly(user + " 1");
    }

    @Test
    void t32_nobody_logs_in_in_clear_and_nobody_elses_mails_are_seen() throws Exception {
        Subscriber owner = Subscriber.of(SERVER, "guest75");
        left(owner, "mail-secret");
        for (String url : List.of(
                "imap://127.0.0.1:" + SERVER.imap().getPort() + "/INBOX",
                "pop3://127.0.0.1:" + SERVER.pop3().getPort() + "/")) {
            Tool.Result clear = Tool.run(
                    new byte[0], "curl", "-sS", "--max-time", "60", "-u", "guest75:" + SsmsServer.PASSWORD, url);
            assertThat(clear.exitCode()).as(url).isNotZero();
            assertThat(clear.output().octets()).isEmpty();
        }
        String other = curl("guest74", imaps() + "INBOX", "-X", "SEARCH ALL");
        assertThat(other).isEqualTo("* SEARCH\r\n");
        Tool.Result wrong = Tool.run(
                new byte[0],
                "curl",
                "-sS",
                "--cacert",
                CERTIFICATE.toString(),
                "-u",
                "guest75:wrong",
                imaps() + "INBOX");
        assertThat(wrong.exitCode()).isEqualTo(67);
    }

    @Test
    void openssl_begins_tls_by_both_protocols() {
        Tool.require("openssl", "openssl");
        for (String[] door : new String[][] {
            {"imap", Integer.toString(SERVER.imap().getPort()), "a LOGOUT\n", "* BYE"},
            {"pop3", Integer.toString(SERVER.pop3().getPort()), "QUIT\n", "+OK"}
        }) {
            Tool.Result result = Tool.run(
                    door[2].getBytes(US_ASCII),
                    "openssl",
                    "s_client",
                    "-connect",
                    "127.0.0.1:" + door[1],
                    "-starttls",
                    door[0],
                    "-CAfile",
                    CERTIFICATE.toString(),
                    "-crlf",
                    "-ign_eof");
            assertThat(result.output().text())
                    .contains("Verify return code: 0 (ok)")
                    .contains(door[3]);
        }
    }

    @Test
    void fetchmail_fetches_once_and_what_it_deletes_is_deleted() throws Exception {
        Tool.require("fetchmail", "fetchmail");
        Subscriber owner = Subscriber.of(SERVER, "guest71");
        Subscriber.Message message = left(owner, "mail-fetchmail");
        Path folder = Files.createDirectories(DIRECTORY.resolve("fetchmail"));
        Path mails = folder.resolve("mails");
        Files.deleteIfExists(mails);
        for (String protocol : List.of(
                "POP3 port " + SERVER.pop3s().getPort() + " uidl",
                "IMAP port " + SERVER.imaps().getPort())) {
            Path settings = folder.resolve("fetchmailrc");
            Files.deleteIfExists(settings);
            Files.createFile(
                    settings, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            boolean isLast = protocol.startsWith("IMAP");
            Files.writeString(
                    settings,
                    "set idfile " + folder.resolve("ids") + "\npoll 127.0.0.1 protocol " + protocol + " user guest71"
                            + " password \"" + SsmsServer.PASSWORD + "\" ssl sslcertck sslcertfile " + CERTIFICATE
                            + " sslcommonname localhost fetchall " + (isLast ? "" : "keep")
                            + " mda \"cat >>" + mails + "\"\n");
            Tool.Result result = Tool.run(new byte[0], "fetchmail", "-f", settings.toString(), "--nosyslog", "-v");
            assertThat(result.exitCode())
                    .as(result.output().text() + result.errors())
                    .isZero();
        }
        assertThat(attached(Files.readString(mails))).isEqualTo(protectedFile(message));
        Await.untilTrue("it is deleted", SOON, () -> owner.messages().isEmpty());
    }

    @Test
    void mutt_shows_the_mail_and_saves_the_file() throws Exception {
        Tool.require("mutt", "mutt");
        Subscriber owner = Subscriber.of(SERVER, "guest72");
        Subscriber.Message message = left(owner, "mail-mutt");
        Path folder = Files.createDirectories(DIRECTORY.resolve("mutt"));
        Path copy = folder.resolve("copy");
        Files.deleteIfExists(copy);
        Path settings = folder.resolve("muttrc");
        Files.writeString(
                settings,
                "set folder=imaps://127.0.0.1:" + SERVER.imaps().getPort() + "/\nset spoolfile=+INBOX\nset imap_user="
                        + owner.name() + "\nset imap_pass=\"" + SsmsServer.PASSWORD + "\"\nset certificate_file="
                        + CERTIFICATE + "\nset ssl_verify_host=no\nset confirmcreate=no\nset confirmappend=no\n"
                        + "set header_cache=\"\"\nset mbox_type=mbox\nset delete=no\nset quit=yes\n");
        Tool.Result result = Tool.run(
                new byte[0],
                "script",
                "-qec",
                "env TERM=xterm mutt -F " + settings + " -e 'push \"<copy-message>" + copy + "<enter><quit>\"'",
                "/dev/null");
        assertThat(Files.exists(copy)).as(result.output().text()).isTrue();
        assertThat(attached(Files.readString(copy))).isEqualTo(protectedFile(message));
    }

    @Test
    void mbsync_and_offlineimap_keep_a_copy_and_know_what_they_have() throws Exception {
        Tool.require("mbsync", "isync");
        Tool.require("offlineimap", "offlineimap3");
        Subscriber owner = Subscriber.of(SERVER, "guest73");
        Subscriber.Message first = left(owner, "mail-sync-one");
        Path folder = Files.createDirectories(DIRECTORY.resolve("sync"));
        Path maildir = Files.createDirectories(folder.resolve("mbsync"));
        Path mbsync = folder.resolve("mbsyncrc");
        Files.writeString(mbsync, """
                IMAPAccount ssms
                Host localhost
                Port %d
                User %s
                Pass "%s"
                SSLType IMAPS
                CertificateFile %s

                IMAPStore far
                Account ssms

                MaildirStore near
                Path %s/
                Inbox %s/INBOX
                SubFolders Verbatim

                Channel all
                Far :far:
                Near :near:
                Patterns INBOX
                Create Near
                Expunge Both
                SyncState *
                """.formatted(
                        SERVER.imaps().getPort(), owner.name(), SsmsServer.PASSWORD, CERTIFICATE, maildir, maildir));
        sync("mbsync", "-c", mbsync.toString(), "-a");
        sync("mbsync", "-c", mbsync.toString(), "-a");
        List<Path> copies = mails(maildir);
        assertThat(copies).hasSize(1);
        assertThat(attached(Files.readString(copies.get(0)))).isEqualTo(protectedFile(first));
        left(owner, "mail-sync-two");
        sync("mbsync", "-c", mbsync.toString(), "-a");
        assertThat(mails(maildir)).hasSize(2);
        Path offline = folder.resolve("offlineimaprc");
        Path tree = Files.createDirectories(folder.resolve("offlineimap"));
        Files.writeString(offline, """
                [general]
                accounts = ssms
                metadata = %s
                ui = quiet

                [Account ssms]
                localrepository = near
                remoterepository = far

                [Repository near]
                type = Maildir
                localfolders = %s

                [Repository far]
                type = IMAP
                remotehost = localhost
                remoteport = %d
                remoteuser = %s
                remotepass = %s
                ssl = yes
                sslcacertfile = %s
                readonly = true
                """.formatted(
                        folder.resolve("metadata"),
                        tree,
                        SERVER.imaps().getPort(),
                        owner.name(),
                        SsmsServer.PASSWORD,
                        CERTIFICATE));
        sync("offlineimap", "-o", "-c", offline.toString());
        sync("offlineimap", "-o", "-c", offline.toString());
        assertThat(mails(tree)).hasSize(2);
    }

    private static void sync(String... command) {
        Tool.Result result = Tool.run(new byte[0], command);
        assertThat(result.exitCode())
                .as(String.join(" ", command) + "\n" + result.output().text() + result.errors())
                .isZero();
    }

    private static List<Path> mails(Path maildir) {
        try (Stream<Path> files = Files.walk(maildir)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*/(cur|new)/[^/]*"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void who_listens_hears_of_a_message_and_a_file_that_may_not_be_saved_any_more_is_another_mail() throws Exception {
        Subscriber owner = Subscriber.of(SERVER, "guest76");
        Path output = DIRECTORY.resolve("idle.txt");
        try (Background idle = Background.start(
                output,
                "openssl",
                "s_client",
                "-quiet",
                "-connect",
                "127.0.0.1:" + SERVER.imaps().getPort(),
                "-crlf")) {
            idle.awaitSaying("* OK");
            idle.type("a LOGIN guest76 " + SsmsServer.PASSWORD + "\nb SELECT INBOX\nc IDLE\n");
            idle.awaitSaying("+ listening");
            Subscriber.Message message = leftBySubscriber(owner);
            idle.awaitSaying("* 1 EXISTS");
            assertThat(owner.json("POST", "/api/v1/messages/" + message.id() + "/heard", "{}")
                            .statusCode())
                    .isEqualTo(204);
            idle.awaitSaying("* 1 FETCH (FLAGS (\\Seen) UID 1)");
            idle.type("DONE\n");
            idle.awaitSaying("c OK");
            assertThat(owner.json(
                                    "PUT",
                                    "/license/v1/messages/" + message.id() + "/rights",
                                    owner.session(),
                                    "{\"save\":false}")
                            .statusCode())
                    .isEqualTo(200);
            idle.type("d NOOP\n");
            idle.awaitSaying("d OK");
            assertThat(idle.said()).contains("* 1 EXPUNGE\r\n* 1 EXISTS");
            String stub = curl(owner.name(), imaps() + "INBOX;UID=2");
            assertThat(stub).contains("does not allow this message to be saved").doesNotContain("audio/mp4");
            Subscriber sender = Subscriber.of(SERVER, "guest77");
            assertThat(sender.post("/license/v1/messages/" + message.id() + "/recall", sender.session())
                            .statusCode())
                    .isEqualTo(204);
            idle.type("e NOOP\n");
            idle.awaitSaying("e OK");
            assertThat(curl(owner.name(), imaps() + "INBOX", "-X", "SEARCH ALL"))
                    .isEqualTo("* SEARCH\r\n");
        }
    }

    private static Subscriber.Message leftBySubscriber(Subscriber owner) throws Exception {
        try (Telephone telephone = new Telephone(
                SipLine.udp(InetAddress.getLoopbackAddress(), SERVER.sip()),
                "guest77",
                "localhost",
                SsmsServer.PASSWORD)) {
            PhoneCall call = telephone.call(Invite.to("sip:" + owner.name() + "@vm.localhost", "guest77")
                    .from("<sip:guest77@localhost>"));
            assertThat(call.response().status()).isEqualTo(200);
            call.speakAfterBeep(Speech.ulaw(1, 92));
            call.hangUp();
            return owner.awaitMessageFrom("guest77");
        }
    }
}
