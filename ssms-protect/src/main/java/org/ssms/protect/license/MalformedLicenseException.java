package org.ssms.protect.license;

/** A license, rights, deposit or license request document that breaks its format. Never repeats a value of it. */
public final class MalformedLicenseException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedLicenseException(String problem) {
        super(problem, null, false, false); // expected from outside: no stack trace
    }
}
