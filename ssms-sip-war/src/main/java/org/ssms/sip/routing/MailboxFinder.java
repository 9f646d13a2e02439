package org.ssms.sip.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.ssms.location.CalledParty;
import org.ssms.location.DiversionReason;
import org.ssms.sip.header.Diversion;
import org.ssms.sip.header.HistoryEntry;
import org.ssms.sip.header.NameAddress;

/**
 * Finds the mailbox of a call that somebody else has sent to the mailbox service: the first of these that names a
 * subscriber of ours. 1 RFC 4458 {@code target} of the Request-URI ({@link TargetReader}); 2 History-Info, the earliest
 * entry; 3 Diversion, the original party; 4 P-Called-Party-ID; 5 To. 2 to 4 count only when a trusted peer says them,
 * and what cannot be read of them counts as not said. A trusted peer writes its own host behind our numbers, too: a
 * global number means the same at every host (RFC 3261 §19.1.6), and an extension, or a name at a numeric address, is
 * taken for ours when nothing better is said. Thread-safe.
 */
public final class MailboxFinder {
    /** Looked up for one call; who is named behind them is not ours to find. */
    private static final int MOST_PARTIES = 16;

    private final TargetReader targets;
    private final Function<CalledParty, Optional<String>> subscribers;

    /**
     * Finder for one server.
     *
     * @param subscribers the subscriber behind a name, alias or number; asked once for each, may block
     */
    public MailboxFinder(TargetReader targets, Function<CalledParty, Optional<String>> subscribers) {
        this.targets = targets;
        this.subscribers = subscribers;
    }

    /**
     * A mailbox and why the call goes there.
     *
     * @param subscriber whose mailbox
     */
    public record Found(String subscriber, DiversionReason reason) {}

    private record Candidate(String uri, DiversionReason reason) {}

    /** The mailbox behind a pilot user; empty when nothing names a subscriber of ours. */
    public Optional<Found> find(DivertedCall call, boolean trusted) {
        List<Candidate> candidates = new ArrayList<>();
        if (trusted) {
            candidates.addAll(history(call));
            candidates.addAll(diversions(call));
            candidates.addAll(calledParty(call));
        }
        candidates.add(new Candidate(call.to(), DiversionReason.UNKNOWN));
        Map<CalledParty, Optional<String>> asked = new HashMap<>();
        Function<CalledParty, Optional<String>> once = party -> asked.containsKey(party) || asked.size() < MOST_PARTIES
                ? asked.computeIfAbsent(party, subscribers)
                : Optional.empty();
        if (!trusted) {
            return first(candidates, targets::party, once);
        }
        return first(candidates, uri -> targets.party(uri).or(() -> targets.globalNumber(uri)), once)
                .or(() -> first(candidates, targets::extension, once));
    }

    private static Optional<Found> first(
            List<Candidate> candidates,
            Function<String, Optional<CalledParty>> party,
            Function<CalledParty, Optional<String>> owner) {
        return candidates.stream()
                .flatMap(candidate -> party
                        .apply(candidate.uri())
                        .flatMap(owner)
                        .map(subscriber -> new Found(subscriber, candidate.reason()))
                        .stream())
                .findFirst();
    }

    /** Why a call whose mailbox is known goes there; UNKNOWN when no trusted peer says it. */
    public DiversionReason reason(DivertedCall call, boolean trusted) {
        if (!trusted) {
            return DiversionReason.UNKNOWN;
        }
        List<Candidate> candidates = new ArrayList<>(history(call));
        candidates.addAll(diversions(call));
        return candidates.stream()
                .map(Candidate::reason)
                .filter(reason -> reason != DiversionReason.UNKNOWN)
                .findFirst()
                .orElse(DiversionReason.UNKNOWN);
    }

    private static List<Candidate> history(DivertedCall call) {
        return HistoryEntry.readable(call.historyInfo()).stream()
                .map(entry -> new Candidate(entry.uri(), ofStatus(entry.cause())))
                .toList();
    }

    private static List<Candidate> diversions(DivertedCall call) {
        List<Candidate> oldestFirst = new ArrayList<>();
        for (Diversion diversion : Diversion.readable(call.diversion())) {
            oldestFirst.add(0, new Candidate(diversion.uri(), ofToken(diversion.reason())));
        }
        return oldestFirst;
    }

    private static List<Candidate> calledParty(DivertedCall call) {
        return NameAddress.readable(call.calledParty()).stream()
                .map(address -> new Candidate(address.uri(), DiversionReason.UNKNOWN))
                .toList();
    }

    /** A Reason tells the status that ended a branch: 480 is a phone that is away; a target's cause 480 is not. */
    private static DiversionReason ofStatus(int status) {
        DiversionReason reason = status == 480 ? DiversionReason.NO_ANSWER : DiversionReason.ofCause(status);
        return reason == DiversionReason.UNKNOWN
                ? DiversionReason.ofResponse(status).orElse(DiversionReason.UNKNOWN)
                : reason;
    }

    private static DiversionReason ofToken(String reason) {
        return switch (reason) {
            case "user-busy", "do-not-disturb" -> DiversionReason.BUSY;
            case "no-answer" -> DiversionReason.NO_ANSWER;
            case "unconditional", "time-of-day", "away", "follow-me" -> DiversionReason.UNCONDITIONAL;
            case "deflection" -> DiversionReason.DEFLECTED;
            case "unavailable" -> DiversionReason.NOT_REGISTERED;
            case "out-of-service" -> DiversionReason.NOT_REACHABLE;
            default -> DiversionReason.UNKNOWN;
        };
    }
}
