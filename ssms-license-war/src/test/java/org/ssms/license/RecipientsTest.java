package org.ssms.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ssms.protect.license.DefaultRights;
import org.ssms.protect.license.Right;
import org.ssms.protect.license.UsageRights;

class RecipientsTest {
    private static final UsageRights UNLIMITED = UsageRights.UNLIMITED;
    private static final RightsPolicy NO_POLICY = new RightsPolicy(UNLIMITED, UNLIMITED);
    private static final UsageRights SALES = users("sales");
    private static final UsageRights MEMBERS = users("bob", "carol");

    private final Recipients sales = new Recipients("sales", Set.of("bob", "carol"));

    private static UsageRights users(String... names) {
        return UNLIMITED.with(Right.USERS, Set.of(names));
    }

    /** So many others, and the list. */
    private static UsageRights withSales(int others) {
        Set<String> names = IntStream.range(0, others).mapToObj(i -> "user" + i).collect(Collectors.toSet());
        names.add("sales");
        return UNLIMITED.with(Right.USERS, names);
    }

    private UsageRights ofBob(
            RightsPolicy policy, @Nullable UsageRights chosen, DefaultRights sender, UsageRights called)
            throws TooManyUsersException {
        return sales.rights(policy, chosen, sender, "bob", new DefaultRights(null, called));
    }

    @Test
    void the_list_stands_for_its_members_wherever_rights_come_in() throws Exception {
        DefaultRights calling = new DefaultRights(SALES, UNLIMITED);
        assertThat(ofBob(NO_POLICY, SALES, DefaultRights.NONE, UNLIMITED)).isEqualTo(MEMBERS);
        assertThat(ofBob(NO_POLICY, null, calling, UNLIMITED))
                .as("the sender's default")
                .isEqualTo(MEMBERS);
        assertThat(ofBob(new RightsPolicy(SALES, UNLIMITED), null, DefaultRights.NONE, UNLIMITED))
                .as("the domain's default")
                .isEqualTo(MEMBERS);
        assertThat(ofBob(new RightsPolicy(UNLIMITED, SALES), null, DefaultRights.NONE, UNLIMITED))
                .as("the domain's policy")
                .isEqualTo(MEMBERS);
        assertThat(ofBob(NO_POLICY, null, DefaultRights.NONE, SALES))
                .as("the member's default")
                .isEqualTo(MEMBERS);
        assertThat(ofBob(new RightsPolicy(UNLIMITED, SALES), users("bob", "dave"), DefaultRights.NONE, SALES))
                .as("what is within two of them")
                .isEqualTo(users("bob"));
        assertThat(sales.most(new RightsPolicy(UNLIMITED, SALES), "bob", DefaultRights.NONE))
                .as("the most that the sender may give later")
                .isEqualTo(MEMBERS);
    }

    @Test
    void who_is_no_list_stands_for_himself() throws Exception {
        Recipients alice = new Recipients("alice", Set.of("alice"));
        assertThat(alice.meant(users("alice", "sales"))).isEqualTo(users("alice", "sales"));
        assertThat(alice.isList()).isFalse();
        assertThat(sales.isList()).isTrue();
    }

    @Test
    void nobody_who_was_named_is_left_out() throws Exception {
        UsageRights full = withSales(98);
        Set<String> all = new HashSet<>(full.get(Right.USERS));
        all.remove("sales");
        all.addAll(Set.of("bob", "carol"));
        assertThat(sales.meant(full).get(Right.USERS)).hasSize(100).isEqualTo(all);
        assertThatThrownBy(() -> sales.meant(withSales(99))).isInstanceOf(TooManyUsersException.class);
        assertThat(sales.meant(full.with(Right.USERS, withMember(withSales(98))))
                        .get(Right.USERS))
                .as("a member who is named, too, is one")
                .isEqualTo(all);
    }

    private static Set<String> withMember(UsageRights rights) {
        Set<String> names = new HashSet<>(rights.get(Right.USERS));
        names.add("bob");
        return names;
    }

    @Test
    void too_many_are_refused_but_no_member_can_keep_a_message_from_the_others() throws Exception {
        UsageRights tooMany = withSales(99);
        assertThatThrownBy(() -> ofBob(NO_POLICY, null, new DefaultRights(tooMany, UNLIMITED), UNLIMITED))
                .isInstanceOf(TooManyUsersException.class);
        assertThatThrownBy(() -> ofBob(new RightsPolicy(UNLIMITED, tooMany), null, DefaultRights.NONE, UNLIMITED))
                .isInstanceOf(TooManyUsersException.class);
        assertThat(ofBob(new RightsPolicy(tooMany, UNLIMITED), SALES, DefaultRights.NONE, UNLIMITED))
                .as("a default that does not count")
                .isEqualTo(MEMBERS);
        assertThat(ofBob(NO_POLICY, null, DefaultRights.NONE, tooMany)).isEqualTo(users("bob"));
    }
}
