package org.ssms.location;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ssms.mailbox.TestDatabase;

/** Names and numbers of a list and of a person in a real database. */
class ListAddressTest {
    private final TestDatabase database = new TestDatabase();
    private final Directory directory = new Directory();

    @BeforeEach
    void open() throws Exception {
        TestDatabase.inject(directory, "entities", database.entities());
        database.transaction(() -> {
            database.entities()
                    .createNativeQuery("insert into mailbox (username, mail_address, disabled, is_list)"
                            + " values ('alice', 'alice@localhost', false, false), ('sales', '', false, true)")
                    .executeUpdate();
            database.entities().persist(new SubscriberAddress("4711", "alice"));
            database.entities().persist(new SubscriberAddress("4712", "sales"));
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_list_is_called_by_its_number_but_is_nobody_who_receives_what_is_forwarded() {
        assertThat(directory.resolve(List.of("4712"))).contains("sales");
        assertThat(directory.resolvePerson(List.of("4712"))).isEmpty();
        assertThat(directory.resolvePerson(List.of("sales"))).isEmpty();
        assertThat(directory.resolvePerson(List.of("4711"))).contains("alice");
        assertThat(directory.resolvePerson(List.of("alice"))).contains("alice");
        assertThat(directory.resolvePerson(List.of())).isEmpty();
    }

    @Test
    void of_the_addresses_of_a_subscriber_that_is_told_which_a_telephone_dials() throws Exception {
        Subscribers subscribers = new Subscribers();
        TestDatabase.inject(subscribers, "entities", database.entities());
        database.transaction(() -> {
            database.entities().persist(new SubscriberAddress("+49894711", "alice"));
            database.entities().persist(new SubscriberAddress("+49894712", "alice"));
            database.entities().persist(new SubscriberAddress("sales-team", "sales"));
        });
        assertThat(subscribers.numbers(Set.of("alice", "sales", "nobody", "mailto:eve@example.com")))
                .isEqualTo(Map.of("alice", "+49894711", "sales", "4712"));
        assertThat(subscribers.numbers(Set.of())).isEmpty();
    }
}
