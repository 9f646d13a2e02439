package org.ssms.license.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import jakarta.activation.DataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ssms.protect.key.MessageId;

/** What comes of asking the mailbox for a file (F6-61c). */
class MailboxFilesTest {
    private static final MessageId ID = new MessageId("01234567890123456789abcdef");
    private static final int LARGEST = 1000;

    private final List<String> asked = new ArrayList<>();
    private HttpServer mailbox;
    private byte[] file = new byte[LARGEST];
    private int status = 206;

    @BeforeEach
    void open() throws IOException {
        mailbox = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        mailbox.createContext("/api/v1/messages/" + ID + "/content", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            asked.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + range);
            int last = Math.min(file.length, Integer.parseInt(range.substring("bytes=0-".length())) + 1);
            exchange.getResponseHeaders().add("Content-Range", "bytes 0-" + (last - 1) + "/" + file.length);
            exchange.sendResponseHeaders(status, last);
            exchange.getResponseBody().write(Arrays.copyOf(file, last));
            exchange.close();
        });
        mailbox.start();
    }

    @AfterEach
    void close() {
        mailbox.stop(0);
    }

    @Test
    void a_file_of_the_largest_size_comes_whole() throws Exception {
        file[LARGEST - 1] = 7;
        MailedFile fetched = fetch();
        assertThat(fetched).isInstanceOf(MailedFile.Attached.class);
        DataSource content = ((MailedFile.Attached) fetched).content();
        assertThat(content.getContentType()).isEqualTo("audio/mp4");
        assertThat(content.getInputStream().readAllBytes()).isEqualTo(file);
        assertThat(asked).containsExactly("Bearer token bytes=0-0", "Bearer token bytes=0-999");
    }

    @Test
    void of_a_larger_one_nothing_but_its_length_is_asked_for() throws Exception {
        file = new byte[LARGEST + 1];
        assertThat(fetch()).isInstanceOf(MailedFile.TooLarge.class);
        assertThat(asked).containsExactly("Bearer token bytes=0-0");
    }

    @Test
    void one_that_is_not_there_is_not_waited_for_and_a_mailbox_that_fails_is() throws Exception {
        status = 404;
        assertThat(fetch()).isInstanceOf(MailedFile.None.class);
        status = 503;
        assertThatThrownBy(this::fetch).isInstanceOf(IOException.class).hasMessageContaining("503");
        mailbox.stop(0);
        assertThatThrownBy(this::fetch).isInstanceOf(IOException.class);
    }

    private MailedFile fetch() throws IOException, InterruptedException {
        URI base = URI.create("http://127.0.0.1:" + mailbox.getAddress().getPort() + "/api/v1/");
        return new MailboxFiles(base, LARGEST).fetch(ID, "token");
    }
}
