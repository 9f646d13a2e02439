package org.ssms.license.auth;

import org.ssms.guard.login.PasswordDoor;

/**
 * User name and PIN, of who calls (C30, T11). Only a media node brings it, at its own door: it is no password anywhere
 * else, and nothing that a phone network says of the caller takes its place.
 */
public final class PinMethod extends PasswordMethod {
    private final PasswordDoor pins;

    /** @param pins with accounts and a guard of its own */
    public PinMethod(PasswordDoor pins) {
        super(pins);
        this.pins = pins;
    }

    /** The user has another PIN, or none: he need not wait for what was guessed of the one before. */
    public void changed(String username) {
        pins.changed(username);
    }
}
