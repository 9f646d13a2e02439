package org.ssms.greeting;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whose, and which. JPA makes and fills it. */
class GreetingId implements Serializable {
    private static final long serialVersionUID = 1L;

    private @Nullable String mailbox;
    private @Nullable GreetingKind kind;

    protected GreetingId() {}

    GreetingId(String mailbox, GreetingKind kind) {
        this.mailbox = mailbox;
        this.kind = kind;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GreetingId id && Objects.equals(id.mailbox, mailbox) && id.kind == kind;
    }

    @Override
    public int hashCode() {
        return Objects.hash(mailbox, kind);
    }
}
