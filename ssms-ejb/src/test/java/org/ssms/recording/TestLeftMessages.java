package org.ssms.recording;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ssms.client.LeftMessage;
import org.ssms.client.LicenseServerClient;
import org.ssms.client.LicenseServerException;
import org.ssms.client.SpokenCode;
import org.ssms.protect.license.UsageRights;

/** One message with the code 012345678901, without a license server. */
public final class TestLeftMessages extends LeftMessages {
    /** In order: find, limit RIGHTS, recall; each with the source, and the caller of a trunk. */
    public final List<String> asked = new ArrayList<>();

    public @Nullable Instant firstPlayedAt;

    /** Of the list for which it was left; 0: it was left for one. */
    public int members;

    /** Why nothing is done; null: it is. */
    public @Nullable LicenseServerException refusal;

    public TestLeftMessages() {
        super(new LicenseServerClient(URI.create("http://127.0.0.1:1/"), null, Duration.ofSeconds(1), null));
    }

    @Override
    public LeftMessage find(SpokenCode code) throws LicenseServerException {
        note("find", code);
        return new LeftMessage(UsageRights.UNLIMITED, firstPlayedAt, members, 0);
    }

    @Override
    public LeftMessage limit(SpokenCode code, UsageRights wanted) throws LicenseServerException {
        note("limit " + wanted.toJson(), code);
        return new LeftMessage(wanted, firstPlayedAt, members, 0);
    }

    @Override
    public void recall(SpokenCode code) throws LicenseServerException {
        note("recall", code);
    }

    private void note(String what, SpokenCode code) throws LicenseServerException {
        asked.add(what + " " + code.source() + " " + code.caller());
        if (refusal != null) {
            throw refusal;
        }
        if (!code.code().equals("012345678901")) {
            throw new LicenseServerException(
                    LicenseServerException.Kind.DENIED, LicenseServerClient.NO_LICENSE, "planned");
        }
    }
}
