package org.ssms.license.auth;

import java.util.Optional;
import org.ssms.guard.login.LoginResult;
import org.ssms.guard.login.LoginResult.Right;
import org.ssms.guard.login.LoginResult.Wait;
import org.ssms.guard.login.PasswordDoor;
import org.ssms.license.auth.Authentication.Later;
import org.ssms.license.auth.Authentication.Proved;
import org.ssms.license.auth.Authentication.Wrong;

/** User name and password in the body, over TLS: what a page has. Nothing asks for it by a header. */
public class PasswordMethod implements AuthenticationMethod {
    private final PasswordDoor passwords;

    public PasswordMethod(PasswordDoor passwords) {
        this.passwords = passwords;
    }

    @Override
    public Optional<String> challenge(String address, boolean stale) {
        return Optional.empty();
    }

    @Override
    public boolean isUsedBy(Evidence evidence) {
        return evidence.password() != null;
    }

    @Override
    public Authentication verify(Evidence evidence) {
        Evidence.Password password = evidence.password();
        if (password == null) {
            throw new IllegalArgumentException("no password");
        }
        String username = password.username();
        LoginResult result = passwords.check(evidence.asker(), username, password.guess());
        if (result instanceof Right right) {
            return new Proved(username, right.version());
        }
        return result instanceof Wait wait ? new Later(wait.time()) : new Wrong(username);
    }
}
