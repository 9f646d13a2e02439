package org.ssms.license.session;

import org.ssms.guard.login.PasswordDoor;

/** The door for the secrets by which people set their first password: they open nothing else. */
public record FirstSecrets(PasswordDoor door) {}
