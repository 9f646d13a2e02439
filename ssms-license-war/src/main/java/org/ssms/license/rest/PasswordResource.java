package org.ssms.license.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.ssms.base.http.Problem;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.LoginResult;
import org.ssms.guard.login.PasswordDoor;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.license.OwnerNotices;
import org.ssms.license.OwnerNotices.Notice;
import org.ssms.license.session.AccountDesk;
import org.ssms.license.session.FirstSecrets;
import org.ssms.license.session.PasswordPolicy;
import org.ssms.license.session.PasswordPolicy.Weakness;
import org.ssms.protect.license.MalformedLicenseException;

/**
 * The password of a user, whom the one of before proves, or the secret of his operator where he has none. No session is
 * asked for, and none suffices (T12).
 */
@Path("password")
@Tag(name = "sessions")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@RequestScoped
public class PasswordResource {
    private static final int MAX_BODY_CHARS = 4096;
    private static final int MAX_USERNAME = 64;
    private static final int MAX_PASSWORD = 256;

    @Inject
    private AccountDesk desk;

    @Inject
    private PasswordDoor passwords;

    @Inject
    private FirstSecrets secrets;

    @Inject
    private PasswordPolicy policy;

    @Inject
    private SecurityAudit security;

    @Inject
    private OwnerNotices notices;

    @Context
    private HttpServletRequest http;

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Sets my password",
            description =
                    "Body: {\"username\",\"password\",\"newPassword\"}, or {..,\"secret\",..} with the secret that"
                            + " an operator has given, which is good once. All my sessions end")
    @APIResponse(responseCode = "204", description = "it is set, and I am told by mail")
    @APIResponse(
            responseCode = "400",
            description = "password-too-short, password-too-long, password-characters, password-pattern,"
                    + " password-common, password-own-name: it may not be chosen; malformed")
    @APIResponse(
            responseCode = "403",
            description = "wrong-password: no such user, another password or secret, or disabled; or sent by a page of"
                    + " another site")
    @APIResponse(responseCode = "429", description = "too many wrong ones, or too much to do: see Retry-After")
    public Response set(byte[] body) throws MalformedLicenseException, MalformedJsonException {
        if (Input.isFromAnotherSite(http)) {
            return LicenseProblem.ofStatus(403).toResponse();
        }
        JsonObject json = JsonObject.parse(Input.text(body), MAX_BODY_CHARS);
        json.onlyMembers(Set.of("username", "password", "secret", "newPassword"));
        String username = Input.name("username", json.text("username", MAX_USERNAME));
        boolean bySecret = json.has("secret");
        if (bySecret == json.has("password")) {
            return LicenseProblem.malformed("one of 'password' and 'secret' is needed")
                    .toResponse();
        }
        String proof = json.text(bySecret ? "secret" : "password", MAX_PASSWORD);
        String wanted = json.text("newPassword", MAX_PASSWORD);
        Optional<Weakness> weakness = policy.weaknessOf(wanted, username); // says nothing of the one of before
        return weakness.isPresent()
                ? LicenseProblem.weakPassword(weakness.get(), policy.shortest()).toResponse()
                : set(username, bySecret, proof, wanted);
    }

    private Response set(String username, boolean bySecret, String proof, String wanted) {
        LoginResult result = bySecret
                ? check(secrets.door(), Door.FIRST_LOGIN, username, proof.strip()) // typed from paper
                : check(passwords, Door.LICENSE, username, proof);
        if (result instanceof LoginResult.Wait wait) {
            return LicenseProblem.later(wait.time());
        }
        if (!(result instanceof LoginResult.Right right)) {
            desk.refuse(username, http.getRemoteAddr());
            return LicenseProblem.wrongPassword().toResponse();
        }
        return isSet(right, bySecret, wanted)
                ? changed(username)
                : LicenseProblem.wrongPassword().toResponse();
    }

    private LoginResult check(PasswordDoor door, Door name, String username, String proof) {
        char[] guess = proof.toCharArray();
        try {
            return door.check(Asker.of(name, http.getRemoteAddr()), username, guess);
        } finally {
            Arrays.fill(guess, '\0');
        }
    }

    private boolean isSet(LoginResult.Right right, boolean bySecret, String wanted) {
        char[] password = wanted.toCharArray();
        try {
            return desk.setPassword(right.name(), right.version(), bySecret, password, http.getRemoteAddr());
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private Response changed(String username) {
        passwords.changed(username);
        secrets.door().changed(username);
        security.granted(Asker.of(Door.LICENSE, http.getRemoteAddr()), "password-set", username);
        notices.tell(username, Notice.PASSWORD_SET);
        return Response.noContent().build();
    }
}
