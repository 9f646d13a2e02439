package org.ssms.web.mail.imap;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ssms.web.mail.mime.VoiceMail;

/**
 * Which mails are looked for (RFC 3501 §6.4.4).
 *
 * @param needsMails whether it is about what is in the mails themselves
 */
record Search(Predicate<Search.Candidate> matches, boolean needsMails) {
    private static final int MAX_DEPTH = 10;
    private static final int MAX_KEYS = 64;
    /** In all sets of numbers: each mail is compared with each. */
    private static final int MAX_RANGES = 256;

    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("d-MMM-uuuu")
            .toFormatter(Locale.US)
            .withResolverStyle(ResolverStyle.STRICT);

    /**
     * A mail that may be one of them.
     *
     * @param greatestUid that there is
     * @param greatest number that there is
     * @param mail null: it is gone, or not needed
     */
    record Candidate(
            int number,
            int greatest,
            long greatestUid,
            SelectedFolder.Entry entry,
            @Nullable VoiceMail mail) {
        boolean mail(Predicate<VoiceMail> of) {
            return mail != null && of.test(mail);
        }
    }

    /** Reads keys up to the end of the command. */
    static Search read(Arguments in) throws MalformedCommandException {
        Reader reader = new Reader(in);
        Predicate<Candidate> all = reader.key(0);
        while (in.skip(' ')) {
            all = all.and(reader.key(0));
        }
        in.end();
        return new Search(all, reader.needsMails);
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part);
    }

    /** Reads one key after the other. */
    private static final class Reader {
        private final Arguments in;
        private boolean needsMails;
        private int keys;
        private int ranges;

        Reader(Arguments in) {
            this.in = in;
        }

        Predicate<Candidate> key(int depth) throws MalformedCommandException {
            keys++;
            if (depth > MAX_DEPTH || keys > MAX_KEYS) {
                throw new MalformedCommandException("too much at once");
            }
            if (in.skip('(')) {
                Predicate<Candidate> all = key(depth + 1);
                while (in.skip(' ')) {
                    all = all.and(key(depth + 1));
                }
                in.expect(')');
                return all;
            }
            if (in.next() == '*' || (in.next() >= '0' && in.next() <= '9')) {
                SequenceSet set = set();
                return candidate -> set.contains(candidate.number, candidate.greatest);
            }
            return named(in.keyword(), depth);
        }

        private SequenceSet set() throws MalformedCommandException {
            SequenceSet set = SequenceSet.parse(in.set());
            ranges += set.ranges().size();
            if (ranges > MAX_RANGES) {
                throw new MalformedCommandException("too much at once");
            }
            return set;
        }

        private Predicate<Candidate> named(String name, int depth) throws MalformedCommandException {
            return switch (name) {
                case "NOT" -> {
                    in.space();
                    yield key(depth + 1).negate();
                }
                case "OR" -> {
                    in.space();
                    Predicate<Candidate> one = key(depth + 1);
                    in.space();
                    yield one.or(key(depth + 1));
                }
                case "UID" -> {
                    in.space();
                    SequenceSet set = set();
                    yield candidate -> set.contains(candidate.entry.uid(), candidate.greatestUid);
                }
                case "SEEN", "UNSEEN", "DELETED", "UNDELETED", "ALL", "OLD", "NEW", "RECENT" -> state(name);
                case "ANSWERED", "FLAGGED", "DRAFT" -> candidate -> false; // there are no such flags here
                case "UNANSWERED", "UNFLAGGED", "UNDRAFT" -> candidate -> true;
                case "KEYWORD", "UNKEYWORD" -> {
                    in.space();
                    String unused = in.atom();
                    yield candidate -> name.startsWith("UN");
                }
                default -> content(name);
            };
        }

        private static Predicate<Candidate> state(String name) {
            return switch (name) {
                case "SEEN" -> candidate -> candidate.entry.isSeen();
                case "UNSEEN" -> candidate -> !candidate.entry.isSeen();
                case "DELETED" -> candidate -> candidate.entry.isMarked();
                case "UNDELETED" -> candidate -> !candidate.entry.isMarked();
                case "NEW", "RECENT" -> candidate -> false;
                default -> candidate -> true;
            };
        }

        private Predicate<Candidate> content(String name) throws MalformedCommandException {
            needsMails = true;
            return switch (name) {
                case "FROM", "TO", "SUBJECT", "CC", "BCC" -> field(name.toLowerCase(Locale.ROOT));
                case "HEADER" -> {
                    in.space();
                    yield field(in.astring().toLowerCase(Locale.ROOT));
                }
                case "BODY", "TEXT" -> {
                    String part = part();
                    boolean alsoHead = name.equals("TEXT");
                    yield candidate ->
                            candidate.mail(mail -> contains(mail.facts().text(), part)
                                    || (alsoHead
                                            && mail.facts().fields().entrySet().stream()
                                                    .anyMatch(field ->
                                                            contains(field.getKey() + ": " + field.getValue(), part))));
                }
                case "LARGER", "SMALLER" -> {
                    in.space();
                    long size = in.number();
                    int sign = name.equals("LARGER") ? 1 : -1;
                    yield candidate -> candidate.mail(
                            mail -> Long.signum(Long.compare(mail.whole().length(), size)) == sign);
                }
                default -> date(name);
            };
        }

        private String part() throws MalformedCommandException {
            in.space();
            return in.astring().toLowerCase(Locale.ROOT);
        }

        private Predicate<Candidate> field(String field) throws MalformedCommandException {
            String part = part();
            return candidate -> candidate.mail(mail -> mail.facts().fields().entrySet().stream()
                    .anyMatch(one ->
                            one.getKey().toLowerCase(Locale.ROOT).equals(field) && contains(one.getValue(), part)));
        }

        /** When it was left, and when it was sent, is one here. */
        private Predicate<Candidate> date(String name) throws MalformedCommandException {
            if (!List.of("BEFORE", "ON", "SINCE", "SENTBEFORE", "SENTON", "SENTSINCE")
                    .contains(name)) {
                throw new MalformedCommandException("no such key: " + name);
            }
            in.space();
            LocalDate wanted = day(in.astring());
            return candidate -> candidate.mail(mail -> {
                int order = mail.facts()
                        .date()
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate()
                        .compareTo(wanted);
                return name.endsWith("BEFORE") ? order < 0 : name.endsWith("ON") ? order == 0 : order >= 0;
            });
        }

        private static LocalDate day(String text) throws MalformedCommandException {
            try {
                return LocalDate.parse(text, DATE);
            } catch (DateTimeParseException e) {
                throw new MalformedCommandException("no date");
            }
        }
    }

    /** Those that match. */
    List<Candidate> of(List<Candidate> candidates) {
        List<Candidate> found = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (matches.test(candidate)) {
                found.add(candidate);
            }
        }
        return found;
    }
}
