package org.ssms.license.guest;

import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ssms.base.http.BoundedHttp;
import org.ssms.protect.key.MessageId;

/**
 * Protected files, fetched from the mailbox as one of their holders: ciphertext, of which no more is held in memory
 * than one mail may bring. For one thread, which blocks.
 */
public final class MailboxFiles {
    private static final String TYPE = "audio/mp4";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern LENGTH = Pattern.compile("bytes 0-0/([0-9]{1,18})");
    private static final int LARGEST_REFUSAL = 64 * 1024;
    private static final int PARTIAL = 206;
    private static final int NOT_FOUND = 404;

    private final String base;
    private final int largest;
    private final BoundedHttp http;

    /**
     * Connects at the first request only.
     *
     * @param mailbox base of its REST interface
     * @param largest in bytes
     */
    public MailboxFiles(URI mailbox, int largest) {
        this.base = mailbox.toString().replaceAll("/+$", "");
        this.largest = largest;
        this.http = new BoundedHttp(PATIENCE, Math.max(largest, LARGEST_REFUSAL), null);
    }

    /**
     * The file of a message.
     *
     * @param token of a session of somebody who holds a grant of the message
     * @throws IOException when the mailbox does not give it now
     * @throws InterruptedException when the thread was told to stop waiting
     */
    public MailedFile fetch(MessageId id, String token) throws IOException, InterruptedException {
        HttpResponse<byte[]> first = ask(id, token, 0);
        if (first.statusCode() == NOT_FOUND) {
            return new MailedFile.None(); // its owner has deleted it
        }
        long length = length(first);
        if (length > largest) {
            return new MailedFile.TooLarge();
        }
        byte[] whole = ask(id, token, length - 1).body();
        if (whole.length != length) {
            throw new IOException("the mailbox gave " + whole.length + " bytes of " + length);
        }
        return new MailedFile.Attached(new ByteArrayDataSource(whole, TYPE));
    }

    private HttpResponse<byte[]> ask(MessageId id, String token, long last) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(base + "/messages/" + id + "/content"))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Range", "bytes=0-" + last)
                .GET()
                .build());
    }

    private static long length(HttpResponse<byte[]> first) throws IOException {
        Matcher range =
                LENGTH.matcher(first.headers().firstValue("Content-Range").orElse(""));
        if (first.statusCode() != PARTIAL || !range.matches()) {
            throw new IOException("the mailbox answers " + first.statusCode());
        }
        return Long.parseLong(range.group(1));
    }
}
