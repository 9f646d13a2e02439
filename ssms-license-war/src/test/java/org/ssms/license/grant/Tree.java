package org.ssms.license.grant;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.license.GrantRequest;
import org.ssms.protect.license.UsageRights;

/** The grants of one message of alice. */
final class Tree {
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    static final String ALICE = "alice";
    static final UUID NODE = new UUID(0, 7);

    private final Map<UUID, Grant> grants = new HashMap<>();
    private final Lineage root;

    Tree(UsageRights rights) {
        root = lineage(Grant.root(new KeyId(new UUID(0, 1)), ALICE, rights, NOON));
    }

    Lineage root() {
        return root;
    }

    /** A child that has as much as it may have of what is wanted. */
    Lineage child(Lineage parent, String holder, UsageRights wanted, Instant now) {
        return lineage(parent.forward(new GrantRequest(holder, wanted), now));
    }

    /** A child that plays out of what its parent has left. */
    Lineage sharing(Lineage parent, String holder, UsageRights wanted, Instant now) {
        return lineage(parent.forward(new GrantRequest(holder, wanted, true, false), now));
    }

    private Lineage lineage(Grant grant) {
        grants.put(grant.id(), grant);
        return Lineage.of(grant, List.of(grant), grants::get);
    }

    Collection<Grant> all() {
        return grants.values();
    }

    /** The first of them, as of a holder who has all. */
    Lineage together(Lineage... ofOneHolder) {
        List<Grant> held = Arrays.stream(ofOneHolder).map(Lineage::grant).toList();
        return Lineage.of(held.get(0), held, grants::get);
    }
}
