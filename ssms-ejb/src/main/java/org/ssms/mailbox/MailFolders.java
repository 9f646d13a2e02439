package org.ssms.mailbox;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.key.MessageId;

/**
 * Gives messages the numbers by which mail clients know them, each once, also over restarts and by several nodes. Every
 * method joins the caller's transaction or has one of its own.
 */
@Stateless
public class MailFolders {
    @PersistenceContext
    private EntityManager entities;

    @Inject
    private Clock clock;

    /**
     * The mails of a reader, when these messages are to be among them: new ones, and those with another form, get the
     * next numbers in this order. A message that is deleted, or gone, loses its number for good. One that is neither,
     * as somebody else has seen it a moment later, keeps it. Changes nothing where nothing is new, and has no mails for
     * who is gone.
     *
     * @param reader has a mailbox, or had
     * @param gone messages of his mailbox that are no mails
     */
    public MailFolder bring(String reader, List<MailFolder.Wanted> wanted, Set<MessageId> gone) {
        @Nullable MailFolderRow present = entities.find(MailFolderRow.class, reader);
        if (present != null) {
            List<MailEntry> entries = entries(reader);
            if (forms(entries).equals(new HashSet<>(wanted))) {
                return folder(present, entries);
            }
        }
        MailFolderRow folder = present == null ? null : locked(reader);
        if (folder == null) {
            if (isGone(reader)) {
                return new MailFolder(clock.instant().getEpochSecond(), 1, List.of());
            }
            folder = begun(reader);
        }
        Set<MailFolder.Wanted> missing = new LinkedHashSet<>(wanted);
        Map<MessageId, MailFolder.Wanted> byMessage =
                wanted.stream().collect(Collectors.toMap(MailFolder.Wanted::message, one -> one));
        Set<MessageId> there = there(reader);
        missing.removeIf(next -> !there.contains(next.message())); // deleted, or gone, since the caller has looked
        for (MailEntry entry : entries(reader)) {
            MailFolder.Wanted known = entry.wanted();
            boolean isAsWanted = known.equals(byMessage.getOrDefault(known.message(), known));
            if (isAsWanted && there.contains(known.message()) && !gone.contains(known.message())) {
                missing.remove(known);
            } else {
                entities.remove(entry);
            }
        }
        entities.flush(); // a message has one number
        for (MailFolder.Wanted next : missing) {
            entities.persist(new MailEntry(reader, folder.take(), next));
        }
        entities.flush();
        return folder(folder, entries(reader));
    }

    /** Two queries, as an "or" over both would read the whole table. */
    private Set<MessageId> there(String reader) {
        Stream<String> own = entities.createQuery(
                        "select m.id from Message m where m.mailbox.user = :reader and m.deletedAt is null",
                        String.class)
                .setParameter("reader", reader)
                .getResultStream();
        Stream<String> ofLists = entities.createQuery(
                        "select d.message from Delivery d where d.reader = :reader and d.deletedAt is null",
                        String.class)
                .setParameter("reader", reader)
                .getResultStream();
        return Stream.concat(own, ofLists).map(MessageId::new).collect(Collectors.toSet());
    }

    /**
     * Who is written to no more was deleted, and {@link #forget} comes then: it must not find less than there will be.
     * So his mailbox cannot be left while a folder of his is begun.
     */
    private boolean isGone(String reader) {
        Mailbox mailbox = entities.find(Mailbox.class, reader, LockModeType.PESSIMISTIC_WRITE);
        return mailbox == null || mailbox.mailAddress().isEmpty();
    }

    /** Of two at once, one fails. */
    private MailFolderRow begun(String reader) {
        MailFolderRow folder = new MailFolderRow(reader, clock.instant().getEpochSecond());
        entities.persist(folder);
        entities.flush();
        return folder;
    }

    /**
     * What was read before the lock is forgotten: it may be of before somebody else's change.
     *
     * @return null: it is there no more
     */
    private @Nullable MailFolderRow locked(String reader) {
        entities.clear();
        return entities.find(MailFolderRow.class, reader, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Which messages, in which form, have these numbers still; by their numbers. */
    public SortedMap<Long, MailFolder.Wanted> present(String reader, Collection<Long> uids) {
        SortedMap<Long, MailFolder.Wanted> present = new TreeMap<>();
        entries(reader).stream()
                .filter(entry -> uids.contains(entry.mail().uid()))
                .forEach(entry -> present.put(entry.mail().uid(), entry.wanted()));
        return present;
    }

    /** Says of those that are there still whether they are to be deleted when the folder is tidied up. */
    public void mark(String reader, Collection<Long> uids, boolean deleted) {
        entries(reader).stream()
                .filter(entry -> uids.contains(entry.mail().uid()))
                .forEach(entry -> entry.mark(deleted));
    }

    /** Of those numbers the ones whose mails are to be deleted when the folder is tidied up. */
    public Set<Long> marked(String reader, Collection<Long> uids) {
        return entries(reader).stream()
                .map(MailEntry::mail)
                .filter(mail -> mail.isMarked() && uids.contains(mail.uid()))
                .map(MailFolder.Mail::uid)
                .collect(Collectors.toSet());
    }

    /**
     * Nothing is left of the folder of a reader who is gone, and is written to no more. Repeatable. The folder first:
     * who gives numbers in it has its lock.
     */
    public void forget(String reader) {
        for (String what : List.of("MailFolderRow", "MailEntry")) {
            entities.createQuery("delete from " + what + " one where one.reader = :reader")
                    .setParameter("reader", reader)
                    .executeUpdate();
        }
    }

    private List<MailEntry> entries(String reader) {
        return entities.createQuery(
                        "select e from MailEntry e where e.reader = :reader order by e.uid", MailEntry.class)
                .setParameter("reader", reader)
                .getResultList();
    }

    private static Set<MailFolder.Wanted> forms(List<MailEntry> entries) {
        return entries.stream().map(MailEntry::wanted).collect(Collectors.toSet());
    }

    /** Numbers may have been given between the look at the folder and the one at its entries. */
    private static MailFolder folder(MailFolderRow folder, List<MailEntry> entries) {
        List<MailFolder.Mail> mails = entries.stream().map(MailEntry::mail).toList();
        long last = mails.isEmpty() ? 0 : mails.get(mails.size() - 1).uid();
        return new MailFolder(folder.uidValidity(), Math.max(folder.uidNext(), last + 1), mails);
    }
}
