package org.ssms.mailbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Somebody who is on a list that operators keep. */
@Entity
@Table(name = "list_member")
@IdClass(ListMember.Names.class)
class ListMember {
    @Id
    @Column(name = "list_name")
    private String list;

    @Id
    @Column(name = "member")
    private String member;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected ListMember() {}

    ListMember(String list, String member) {
        this.list = list;
        this.member = member;
    }

    String list() {
        return list;
    }

    String member() {
        return member;
    }

    /** Of a list and a member. */
    static class Names implements Serializable {
        private static final long serialVersionUID = 1;

        private String list;
        private String member;

        @SuppressWarnings("NullAway.Init") // JPA fills the fields
        protected Names() {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Names names && names.list.equals(list) && names.member.equals(member);
        }

        @Override
        public int hashCode() {
            return Objects.hash(list, member);
        }
    }
}
