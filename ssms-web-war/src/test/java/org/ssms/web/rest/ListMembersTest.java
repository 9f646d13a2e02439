package org.ssms.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.mailbox.UserName;

class ListMembersTest {
    @Test
    void names_are_read_as_mailboxes_have_them() throws Exception {
        assertThat(ListMembers.read("{\"members\":[\"Bob\",\"alice\"]}"))
                .containsExactly(new UserName("bob"), new UserName("alice"));
        assertThat(ListMembers.read(members(50))).hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"members\":[]}",
                "{\"members\":\"alice\"}",
                "{\"members\":[1]}",
                "{\"members\":[\"a b\"]}",
                "{\"members\":[\"alice\",\"ALICE\"]}",
                "{\"members\":[\"alice\"],\"more\":1}"
            })
    void what_is_no_list_of_people_is_refused(String text) {
        assertThatThrownBy(() -> ListMembers.read(text)).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void more_than_a_message_may_go_to_are_refused() {
        assertThatThrownBy(() -> ListMembers.read(members(51))).isInstanceOf(MalformedJsonException.class);
    }

    private static String members(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> "\"guest" + i + "\"")
                .collect(Collectors.joining(",", "{\"members\":[", "]}"));
    }
}
