package org.ssms.license;

import org.ssms.protect.license.LicenseDocument;

/** The answer to a license request. A refusal is a value: it does not roll back its own audit row. */
public sealed interface LicenseDecision {
    /** The receiver closes the license. */
    record Granted(LicenseDocument license) implements LicenseDecision {}

    record Refused(Reason reason) implements LicenseDecision {}
}
