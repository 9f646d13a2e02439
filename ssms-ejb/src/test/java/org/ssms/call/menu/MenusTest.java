package org.ssms.call.menu;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.call.Logged;
import org.ssms.media.prompt.Prompts;

class MenusTest {
    private static final String SEND = "key 5 send : to-send\nsilence 5 s, 2 more, then send\n";

    @TempDir
    Path folder;

    private long clock;

    @Test
    void without_a_folder_there_are_the_built_in_ones() {
        Map<String, Menu> menus = new Menus(null, prompt -> true).current();
        assertThat(menus)
                .containsOnlyKeys(
                        "greeting",
                        "recording",
                        "before",
                        "review",
                        "rights",
                        "language",
                        "cancel",
                        "stored",
                        "control",
                        "recall",
                        "mailbox",
                        "message",
                        "settings");
        assertThat(named("review", menus).on('#')).contains(Command.Simple.SEND);
    }

    @Test
    void a_file_takes_the_place_of_a_built_in_one_and_acts_when_it_changes() throws IOException {
        write("review", SEND);
        Menus menus = new Menus(folder, prompt -> true);
        Map<String, Menu> before = menus.current();
        assertThat(named("review", before).on('5')).contains(Command.Simple.SEND);
        assertThat(named("rights", before).on('#')).contains(Command.Simple.CONFIRM);
        write("review", SEND.replace('5', '6'));
        menus.refresh();
        assertThat(named("review", menus.current()).on('6')).contains(Command.Simple.SEND);
        assertThat(named("review", before).on('5'))
                .as("who is in a call goes on with his")
                .contains(Command.Simple.SEND);
        Files.delete(folder.resolve("review.menu"));
        menus.refresh();
        assertThat(named("review", menus.current()).on('#')).contains(Command.Simple.SEND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "key 5 fly\n", "key 5 open nowhere\nsilence 5 s, 2 more, then send\n", "\u00ff"})
    void a_broken_file_changes_nothing(String broken) throws IOException {
        write("review", broken);
        Menus menus = new Menus(folder, prompt -> true);
        assertThat(menus.current()).isEqualTo(new Menus(null, prompt -> true).current());
        write("review", SEND);
        menus.refresh();
        assertThat(named("review", menus.current()).on('5')).contains(Command.Simple.SEND);
        write("review", broken);
        menus.refresh();
        assertThat(named("review", menus.current()).on('5')).contains(Command.Simple.SEND);
    }

    @Test
    void a_broken_file_that_is_removed_leaves_the_built_in_one() throws IOException {
        write("review", SEND);
        Menus menus = new Menus(folder, prompt -> true);
        write("review", "key 5 fly\n");
        menus.refresh();
        Files.delete(folder.resolve("review.menu"));
        menus.refresh();
        assertThat(menus.current()).isEqualTo(new Menus(null, prompt -> true).current());
    }

    @Test
    void a_menu_that_others_open_stays_until_they_do_not() throws IOException {
        write("more", SEND);
        write("review", "key 1 open more\n" + SEND);
        Menus menus = new Menus(folder, prompt -> true);
        assertThat(menus.current()).containsKey("more");
        Files.delete(folder.resolve("more.menu"));
        menus.refresh();
        assertThat(named("review", menus.current()).on('1')).contains(new Command.Open("more"));
        assertThat(menus.current()).containsKey("more");
        write("review", SEND);
        menus.refresh();
        assertThat(menus.current()).doesNotContainKey("more");
    }

    @Test
    void what_is_wrong_is_told_once_and_again_when_it_was_right_meanwhile() throws IOException {
        try (Logged log = new Logged(Menus.class)) {
            write("review", "key 5 fly\n");
            Menus menus = new Menus(folder, prompt -> true);
            menus.refresh();
            menus.refresh();
            assertThat(log.lines()).singleElement().asString().startsWith("SSMS-1013 menus stay as they are: review");
            write("review", SEND);
            menus.refresh();
            write("review", "key 5 fly\n");
            menus.refresh();
            assertThat(log.lines()).hasSize(2);
        }
    }

    /** Its disk may hang. */
    @Test
    void a_folder_that_is_being_read_is_read_by_nobody_else_and_nobody_waits() throws Exception {
        Semaphore disk = new Semaphore(1);
        Menus menus = new Menus(folder, prompt -> {
            disk.acquireUninterruptibly();
            disk.release();
            return true;
        });
        disk.acquire();
        write("review", SEND);
        CompletableFuture<Void> reading = CompletableFuture.runAsync(menus::refresh);
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            while (disk.getQueueLength() == 0) {
                Thread.onSpinWait();
            }
            menus.refresh();
        });
        assertThat(menus.current()).isEqualTo(new Menus(null, prompt -> true).current());
        disk.release();
        reading.get(10, TimeUnit.SECONDS);
        assertThat(named("review", menus.current()).on('5')).contains(Command.Simple.SEND);
    }

    @Test
    void other_files_do_not_matter_and_a_folder_that_is_gone_changes_nothing() throws IOException {
        Files.writeString(folder.resolve("review.menu~"), "rubbish");
        Files.writeString(folder.resolve("Review.menu"), "rubbish");
        write("review", SEND);
        Menus menus = new Menus(folder, prompt -> true);
        for (String file : new String[] {"review.menu~", "Review.menu", "review.menu"}) {
            Files.delete(folder.resolve(file));
        }
        Files.delete(folder);
        menus.refresh();
        assertThat(named("review", menus.current()).on('5')).contains(Command.Simple.SEND);
    }

    @Test
    void the_example_of_the_guide_is_a_menu() throws IOException {
        Matcher example = Pattern.compile("(?m)(?:^    .*\\R)+^    silence .*\\R")
                .matcher(Files.readString(Path.of("../docs/operations.md")));
        assertThat(example.find()).isTrue();
        write("review", example.group().replaceAll("(?m)^    ", ""));
        Set<String> prompts = Prompts.load("en").names();
        Menu menu = named("review", new Menus(folder, prompts::contains).current());
        assertThat(menu.on('9')).contains(new Command.Open("cancel"));
        assertThat(menu.phrases())
                .startsWith(Phrase.clips("to-send", "press-hash", "to-private").toArray(Phrase[]::new));
    }

    private static Menu named(String name, Map<String, Menu> menus) {
        return requireNonNull(menus.get(name));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name + ".menu");
        Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
        Files.setLastModifiedTime(file, FileTime.fromMillis(++clock * 1000));
    }
}
