package org.ssms.web.mail.imap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ssms.web.mail.mime.Octets;
import org.ssms.web.mail.mime.VoiceMail;

/**
 * What is wanted of some mails (RFC 3501 §6.4.5).
 *
 * @param items in the order in which they are told
 */
record Fetch(List<Item> items) {
    private static final int MAX_ITEMS = 64;
    private static final DateTimeFormatter INTERNAL_DATE =
            DateTimeFormatter.ofPattern("dd-MMM-uuuu HH:mm:ss Z", Locale.US).withZone(ZoneOffset.UTC);

    /** Of one mail. */
    private enum Kind {
        FLAGS,
        UID,
        INTERNALDATE,
        SIZE,
        ENVELOPE,
        BODY,
        BODYSTRUCTURE,
        SECTION
    }

    /**
     * One thing that is wanted.
     *
     * @param section of kind SECTION only
     * @param label of it in the answer
     * @param isPeek whether the mail stays as new as it was
     */
    record Item(Kind kind, @Nullable Section section, String label, boolean isPeek) {
        static Item of(Kind kind, String label) {
            return new Item(kind, null, label, true);
        }
    }

    /** Reads the items of a command; one of {@code UID FETCH} always tells the number, too. */
    static Fetch read(Arguments in, boolean isByUid) throws MalformedCommandException {
        List<Item> items = new ArrayList<>();
        if (in.skip('(')) {
            do {
                add(in, items, false);
            } while (in.skip(' '));
            in.expect(')');
        } else {
            add(in, items, true);
        }
        if (isByUid && items.stream().noneMatch(item -> item.kind == Kind.UID)) {
            items.add(0, Item.of(Kind.UID, "UID"));
        }
        return new Fetch(List.copyOf(items));
    }

    private static void add(Arguments in, List<Item> items, boolean mayBeMacro) throws MalformedCommandException {
        String name = in.name();
        if (items.size() >= MAX_ITEMS) {
            throw new MalformedCommandException("too many items");
        }
        switch (name) {
            case "FLAGS", "UID", "INTERNALDATE", "ENVELOPE", "BODYSTRUCTURE" ->
                items.add(Item.of(Kind.valueOf(name), name));
            case "RFC822.SIZE" -> items.add(Item.of(Kind.SIZE, name));
            case "RFC822" -> items.add(new Item(Kind.SECTION, Section.whole(""), name, false));
            case "RFC822.TEXT" -> items.add(new Item(Kind.SECTION, Section.whole("TEXT"), name, false));
            case "RFC822.HEADER" -> items.add(new Item(Kind.SECTION, Section.whole("HEADER"), name, true));
            case "BODY" -> {
                if (in.next() == '[') {
                    items.add(section(in, false));
                } else {
                    items.add(Item.of(Kind.BODY, name));
                }
            }
            case "BODY.PEEK" -> items.add(section(in, true));
            case "ALL", "FAST", "FULL" -> {
                if (!mayBeMacro) {
                    throw new MalformedCommandException(name + " stands alone");
                }
                macro(name, items);
            }
            default -> throw new MalformedCommandException("no such item: " + name);
        }
    }

    private static Item section(Arguments in, boolean isPeek) throws MalformedCommandException {
        Section section = Section.read(in);
        return new Item(Kind.SECTION, section, section.label(), isPeek);
    }

    private static void macro(String name, List<Item> items) {
        items.add(Item.of(Kind.FLAGS, "FLAGS"));
        items.add(Item.of(Kind.INTERNALDATE, "INTERNALDATE"));
        items.add(Item.of(Kind.SIZE, "RFC822.SIZE"));
        if (!name.equals("FAST")) {
            items.add(Item.of(Kind.ENVELOPE, "ENVELOPE"));
        }
        if (name.equals("FULL")) {
            items.add(Item.of(Kind.BODY, "BODY"));
        }
    }

    /** Whether what is wanted is in the mail itself, and not only in the list of mails. */
    boolean needsMail() {
        return items.stream().anyMatch(item -> item.kind != Kind.FLAGS && item.kind != Kind.UID);
    }

    /** Whether a mail is seen by it. */
    boolean isSeeing() {
        return items.stream().anyMatch(item -> !item.isPeek);
    }

    /**
     * The answer about one mail.
     *
     * @param number of it in the folder
     * @param mail where it is needed
     * @param tellsFlags also when they are not asked for: they have changed
     */
    Octets answer(int number, SelectedFolder.Entry entry, @Nullable VoiceMail mail, boolean tellsFlags) {
        Answer answer = new Answer().text("* " + number + " FETCH (");
        boolean isFirst = true;
        boolean flagsAreTold = !tellsFlags;
        for (Item item : items) {
            answer.text(isFirst ? "" : " ");
            isFirst = false;
            flagsAreTold |= item.kind == Kind.FLAGS;
            if (item.kind == Kind.FLAGS) {
                answer.text(entry.flags());
            } else if (item.kind == Kind.UID) {
                answer.text("UID " + entry.uid());
            } else if (mail != null) {
                tell(item, mail, answer);
            }
        }
        return answer.text(flagsAreTold ? "" : " " + entry.flags())
                .text(")\r\n")
                .all();
    }

    private static void tell(Item item, VoiceMail mail, Answer answer) {
        Section section = item.section;
        if (section != null) {
            Optional<Octets> octets = section.of(mail);
            answer.text(item.label
                    + (octets.isEmpty() ? " NIL" : " {" + octets.get().length() + "}\r\n"));
            octets.ifPresent(answer::octets);
            return;
        }
        answer.text(item.label + " "
                + switch (item.kind) {
                    case INTERNALDATE -> '"' + internalDate(mail.facts().date()) + '"';
                    case SIZE -> Long.toString(mail.whole().length());
                    case ENVELOPE -> Structure.envelope(mail);
                    case BODYSTRUCTURE -> Structure.body(mail, true);
                    default -> Structure.body(mail, false);
                });
    }

    static String internalDate(Instant moment) {
        return INTERNAL_DATE.format(moment);
    }

    /** Text and octets, in a row. */
    private static final class Answer {
        private final List<Octets> parts = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        Answer text(String more) {
            text.append(more);
            return this;
        }

        void octets(Octets octets) {
            endText();
            parts.add(octets);
        }

        private void endText() {
            parts.add(Octets.of(text.toString().getBytes(UTF_8)));
            text.setLength(0);
        }

        Octets all() {
            endText();
            return Octets.inARow(parts);
        }
    }
}
