package org.ssms.call;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ssms.base.config.ConfigValues;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.identity.IdentityConfig;
import org.ssms.location.Subscribers;
import org.ssms.location.TestNumberPlan;
import org.ssms.mailbox.MessageView;

/** Without a database: bob, who has the extension 4711, is the only subscriber. Numbers are those of Germany. */
final class TestCallBacks extends CallBacks {
    /** Lines of the security audit. */
    final List<String> audited;

    boolean isNobodyOurs;
    boolean isDatabaseAway;

    TestCallBacks(ConfigValues config, Clock clock) {
        this(config, clock, new CopyOnWriteArrayList<>());
    }

    private TestCallBacks(ConfigValues config, Clock clock, List<String> audited) {
        super(
                CallConfig.from(config),
                IdentityConfig.from(config),
                new TestSubscribers(),
                new SecurityAudit(clock, audited::add),
                clock);
        this.audited = audited;
    }

    @Override
    Optional<String> target(MessageView message, CallingParty caller) {
        if (isDatabaseAway) {
            throw new IllegalStateException("planned: no database");
        }
        return isNobodyOurs ? Optional.empty() : super.target(message, caller);
    }

    private static final class TestSubscribers extends Subscribers {
        @Override
        public Optional<String> resolvePerson(String userPart) {
            return userPart.equals("bob") || userPart.equals("4711") ? Optional.of("bob") : Optional.empty();
        }

        @Override
        public boolean isOurs(String domain) {
            return domain.equals("localhost") || domain.equals("branch.example");
        }

        @Override
        public Optional<String> number(String dialled) {
            return TestNumberPlan.ofGermany(dialled);
        }
    }
}
