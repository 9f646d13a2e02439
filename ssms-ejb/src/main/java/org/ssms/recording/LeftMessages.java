package org.ssms.recording;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.ssms.client.LeftMessage;
import org.ssms.client.LicenseServerClient;
import org.ssms.client.LicenseServerException;
import org.ssms.client.SpokenCode;
import org.ssms.protect.license.UsageRights;

/** Messages that were left before, for callers without an account, who say their control codes. All methods block. */
@Singleton
public class LeftMessages {
    private final LicenseServerClient license;

    @Inject
    public LeftMessages(LicenseServerClient license) {
        this.license = license;
    }

    /** As {@link LicenseServerClient#left}. */
    public LeftMessage find(SpokenCode code) throws LicenseServerException {
        return license.left(code);
    }

    /** As {@link LicenseServerClient#limitLeft}. */
    public LeftMessage limit(SpokenCode code, UsageRights wanted) throws LicenseServerException {
        return license.limitLeft(code, wanted);
    }

    /** As {@link LicenseServerClient#recallLeft}. */
    public void recall(SpokenCode code) throws LicenseServerException {
        license.recallLeft(code);
    }
}
