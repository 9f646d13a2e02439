package org.ssms.web.mail.imap;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.MessageId;
import org.ssms.web.mail.Client;
import org.ssms.web.mail.Folder;
import org.ssms.web.mail.Mail;
import org.ssms.web.mail.MailDesk;
import org.ssms.web.mail.MailUnavailableException;
import org.ssms.web.mail.mime.Octets;
import org.ssms.web.mail.mime.VoiceMail;

/**
 * The folder as one client sees it: mails keep their places until he is told that some are gone, which is at a {@link
 * #look} only. For one thread at a time.
 */
final class SelectedFolder {
    private final String owner;
    private final MailDesk desk;
    private final Client client;
    private final boolean isReadOnly;
    private final List<Entry> entries = new ArrayList<>();
    private long uidValidity;
    private long uidNext;

    /** A mail as the client knows it. */
    record Entry(long uid, MessageId message, boolean isSeen, boolean isMarked) {
        static Entry of(Mail mail) {
            return new Entry(mail.uid(), mail.message(), mail.isSeen(), mail.isMarked());
        }

        String flags() {
            return ImapText.flags(isSeen, isMarked);
        }
    }

    private SelectedFolder(String owner, MailDesk desk, Client client, boolean isReadOnly) {
        this.owner = owner;
        this.desk = desk;
        this.client = client;
        this.isReadOnly = isReadOnly;
    }

    /** Opens it, and says nothing yet. */
    static SelectedFolder open(String owner, MailDesk desk, Client client, boolean isReadOnly)
            throws MailUnavailableException {
        SelectedFolder folder = new SelectedFolder(owner, desk, client, isReadOnly);
        Folder now = desk.look(owner);
        folder.uidValidity = now.uidValidity();
        folder.uidNext = now.uidNext();
        now.mails().forEach(mail -> folder.entries.add(Entry.of(mail)));
        return folder;
    }

    boolean isReadOnly() {
        return isReadOnly;
    }

    /** What a client is told of a folder that he selects (RFC 3501 §6.3.1). */
    void describe() {
        client.say("* FLAGS (\\Seen \\Deleted)");
        client.say("* " + entries.size() + " EXISTS");
        client.say("* 0 RECENT");
        for (int i = 0; i < entries.size(); i++) {
            if (!entries.get(i).isSeen()) {
                client.say("* OK [UNSEEN " + (i + 1) + "] the first new one");
                break;
            }
        }
        client.say("* OK [PERMANENTFLAGS (" + (isReadOnly ? "" : "\\Seen \\Deleted") + ")] those are kept");
        client.say("* OK [UIDVALIDITY " + uidValidity + "] they are given once");
        client.say("* OK [UIDNEXT " + uidNext + "] the next one, or a greater one");
    }

    /** Says what has changed since the last time. */
    void look() throws MailUnavailableException {
        Map<Long, Entry> now = new TreeMap<>();
        desk.look(owner).mails().forEach(mail -> now.put(mail.uid(), Entry.of(mail)));
        sayGone(entry -> !now.containsKey(entry.uid()), true);
        long last = entries.isEmpty() ? 0 : entries.get(entries.size() - 1).uid();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = now.getOrDefault(entries.get(i).uid(), entries.get(i));
            if (!entry.equals(entries.get(i))) {
                entries.set(i, entry);
                sayFlags(i, true);
            }
        }
        int before = entries.size();
        now.values().stream().filter(entry -> entry.uid() > last).forEach(entries::add);
        if (entries.size() > before) {
            client.say("* " + entries.size() + " EXISTS");
        }
    }

    /** The last first, so that no number changes that is still to be told. */
    private void sayGone(Predicate<Entry> isGone, boolean aloud) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (isGone.test(entries.get(i))) {
                entries.remove(i);
                if (aloud) {
                    client.say("* " + (i + 1) + " EXPUNGE");
                }
            }
        }
    }

    private void sayFlags(int index, boolean withUid) {
        Entry entry = entries.get(index);
        client.say("* " + (index + 1) + " FETCH (" + entry.flags() + (withUid ? " UID " + entry.uid() : "") + ")");
    }

    private long greatestUid() {
        return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).uid();
    }

    /** Places of the mails of a set, from 0 on. */
    private List<Integer> places(SequenceSet set, boolean isByUid) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (isByUid ? set.contains(entries.get(i).uid(), greatestUid()) : set.contains(i + 1L, entries.size())) {
                places.add(i);
            }
        }
        return places;
    }

    private Map<Long, VoiceMail> written(List<Integer> places) throws MailUnavailableException {
        Set<Long> uids = places.stream().map(place -> entries.get(place).uid()).collect(Collectors.toSet());
        return desk.mails(owner, uids).stream().collect(Collectors.toMap(Mail::uid, Mail::write));
    }

    /**
     * Sends what is wanted of those that are there.
     *
     * @return whether all of them were; those that are gone are told at the next look
     */
    boolean fetch(SequenceSet set, boolean isByUid, Fetch wanted) throws MailUnavailableException {
        List<Integer> places = places(set, isByUid);
        if (!wanted.needsMail()) {
            client.sendEach(places.stream()
                    .map(place -> wanted.answer(place + 1, entries.get(place), null, false))
                    .iterator());
            return true;
        }
        Set<Long> uids = places.stream().map(place -> entries.get(place).uid()).collect(Collectors.toSet());
        Map<Long, Mail> mails = desk.mails(owner, uids).stream().collect(Collectors.toMap(Mail::uid, mail -> mail));
        List<Integer> present = places.stream()
                .filter(place -> mails.containsKey(entries.get(place).uid()))
                .toList();
        Set<Integer> changed = wanted.isSeeing() && !isReadOnly ? setSeen(present, true) : Set.of();
        Iterator<Octets> answers = present.stream()
                .map(place -> {
                    Entry entry = entries.get(place);
                    VoiceMail mail = written(mails, entry);
                    return wanted.answer(place + 1, entry, mail, changed.contains(place));
                })
                .iterator();
        client.sendEach(answers); // nothing else happens until they are sent
        return present.size() == places.size();
    }

    private static VoiceMail written(Map<Long, Mail> mails, Entry entry) {
        Mail mail = mails.get(entry.uid());
        if (mail == null) {
            throw new IllegalStateException("a mail that was there");
        }
        return mail.write();
    }

    /**
     * Also where this client knows it so already: another one may have changed it since.
     *
     * @return places of those that this client did not know so
     */
    private Set<Integer> setSeen(List<Integer> places, boolean isSeen) throws MailUnavailableException {
        Set<Integer> changed = new LinkedHashSet<>();
        for (int place : places) {
            Entry entry = entries.get(place);
            desk.seen(owner, entry.message(), isSeen);
            if (entry.isSeen() != isSeen) {
                entries.set(place, new Entry(entry.uid(), entry.message(), isSeen, entry.isMarked()));
                changed.add(place);
            }
        }
        return changed;
    }

    /** Also where this client knows it so already: another one may have changed it since. */
    private void setMarked(List<Integer> places, boolean isMarked) throws MailUnavailableException {
        if (places.isEmpty()) {
            return;
        }
        desk.mark(owner, places.stream().map(place -> entries.get(place).uid()).collect(Collectors.toSet()), isMarked);
        for (int place : places) {
            Entry entry = entries.get(place);
            entries.set(place, new Entry(entry.uid(), entry.message(), entry.isSeen(), isMarked));
        }
    }

    /** Changes flags. Others than the two that there are are passed over (RFC 3501 §7.1, PERMANENTFLAGS). */
    void store(SequenceSet set, boolean isByUid, Store wanted) throws MailUnavailableException {
        List<Integer> places = places(set, isByUid);
        Boolean seen = wanted.seen();
        if (seen != null) {
            setSeen(places, seen);
        }
        Boolean marked = wanted.marked();
        if (marked != null) {
            setMarked(places, marked);
        }
        if (!wanted.isSilent()) {
            places.forEach(place -> sayFlags(place, isByUid));
        }
    }

    /**
     * Deletes what is marked now, by this client or another one.
     *
     * @param set of UIDs, no others; null: all
     */
    void expunge(@Nullable SequenceSet set, boolean aloud) throws MailUnavailableException {
        long greatest = greatestUid();
        Set<Long> known = entries.stream()
                .map(Entry::uid)
                .filter(uid -> set == null || set.contains(uid, greatest))
                .collect(Collectors.toSet());
        Set<Long> marked = desk.marked(owner, known); // another client may have taken a mark away
        if (!marked.isEmpty()) {
            desk.delete(
                    owner,
                    entries.stream()
                            .filter(entry -> marked.contains(entry.uid()))
                            .map(Entry::message)
                            .toList());
            sayGone(entry -> marked.contains(entry.uid()), aloud);
        }
    }

    void search(Search wanted, boolean isByUid) throws MailUnavailableException {
        List<Integer> all = places(new SequenceSet(List.of(new SequenceSet.Range(1, entries.size()))), false);
        Map<Long, VoiceMail> mails = wanted.needsMails() ? written(all) : Map.of();
        List<Search.Candidate> candidates = all.stream()
                .map(place -> new Search.Candidate(
                        place + 1,
                        entries.size(),
                        greatestUid(),
                        entries.get(place),
                        mails.get(entries.get(place).uid())))
                .toList();
        client.say("* SEARCH"
                + wanted.of(candidates).stream()
                        .map(found -> " " + (isByUid ? found.entry().uid() : found.number()))
                        .collect(Collectors.joining()));
    }
}
