package org.ssms.license.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import org.ssms.base.http.Problem;
import org.ssms.guard.login.LoginResult;
import org.ssms.license.Reason;
import org.ssms.license.grant.Refusal;
import org.ssms.license.session.PasswordPolicy;
import org.ssms.license.session.PinPolicy;
import org.ssms.license.session.PinPolicy.Weakness;

/** The problems that the license server answers with. */
record LicenseProblem(Problem document) {
    private LicenseProblem(String type, String title, int status, String detail) {
        this(new Problem(type, title, status, detail));
    }

    static LicenseProblem malformed(String detail) {
        return new LicenseProblem(Problem.malformed(detail));
    }

    static LicenseProblem notAuthenticated() {
        return new LicenseProblem(
                "urn:ssms:not-authenticated", "Not authenticated", 401, "Valid credentials are needed.");
    }

    /** At the door of media nodes, which must not take it for a service key that is wrong. */
    static LicenseProblem wrongPin() {
        return new LicenseProblem("urn:ssms:wrong-pin", "Wrong PIN", 401, "This is not the PIN of that user.");
    }

    /** For what asks for the password once more, of somebody who has a session already. */
    static LicenseProblem wrongPassword() {
        return new LicenseProblem("urn:ssms:wrong-password", "Wrong password", 403, "That is not your password.");
    }

    /** Who listens by phone changes nothing that outlasts his call. */
    static LicenseProblem notByPin() {
        return new LicenseProblem("urn:ssms:not-by-pin", "Not by PIN", 403, "Log in with the password for this.");
    }

    /** A PIN that nobody may choose. */
    static LicenseProblem weakPin(Weakness weakness) {
        return switch (weakness) {
            case LENGTH ->
                weakPin(
                        "length",
                        "A PIN has " + PinPolicy.SHORTEST + " to " + PinPolicy.LONGEST + " digits and nothing else.");
            case PATTERN -> weakPin("pattern", "Digits in such an order are guessed first.");
            case DATE -> weakPin("date", "It can be read as a date; these are guessed first.");
            case COMMON -> weakPin("common", "Too many people choose this PIN.");
            case OWN_NUMBER -> weakPin("own-number", "It has to do with your own number.");
        };
    }

    private static LicenseProblem weakPin(String kind, String detail) {
        return new LicenseProblem("urn:ssms:pin-" + kind, "PIN not allowed", 400, detail);
    }

    /** A password that nobody may choose. */
    static LicenseProblem weakPassword(PasswordPolicy.Weakness weakness, int shortest) {
        return switch (weakness) {
            case TOO_SHORT -> weakPassword("too-short", "A password has at least " + shortest + " characters.");
            case TOO_LONG ->
                weakPassword("too-long", "A password has at most " + PasswordPolicy.LONGEST + " characters.");
            case CHARACTERS -> weakPassword("characters", "It has something that is no character.");
            case PATTERN -> weakPassword("pattern", "Repetitions and rows of keys are guessed first.");
            case COMMON -> weakPassword("common", "Too many people choose such a password.");
            case OWN_NAME -> weakPassword("own-name", "It is little more than your name, or that of this service.");
        };
    }

    private static LicenseProblem weakPassword(String kind, String detail) {
        return new LicenseProblem("urn:ssms:password-" + kind, "Password not allowed", 400, detail);
    }

    static LicenseProblem noAccount() {
        return new LicenseProblem("urn:ssms:no-account", "No account", 404, "There is no such account.");
    }

    static LicenseProblem accountTaken() {
        return new LicenseProblem(
                "urn:ssms:account-taken",
                "Account taken",
                409,
                "There is, or was, an account of that name, or a list.");
    }

    static LicenseProblem notYourRole() {
        return new LicenseProblem("urn:ssms:not-your-role", "Not your role", 403, "Another operator may do that.");
    }

    static LicenseProblem insecureChannel() {
        return new LicenseProblem("urn:ssms:insecure-channel", "Insecure channel", 403, "Use HTTPS.");
    }

    static LicenseProblem conflict() {
        return new LicenseProblem("urn:ssms:conflict", "Conflict", 409, "Something else is stored under this name.");
    }

    static LicenseProblem unknownKey() {
        return new LicenseProblem("urn:ssms:unknown-key", "Unknown key", 404, "No key of this KID was deposited.");
    }

    static LicenseProblem tooManyAttempts() {
        return new LicenseProblem(
                "urn:ssms:too-many-attempts", "Too many attempts", 429, "Wait before the next attempt.");
    }

    /** Too many guesses, and how long to wait. */
    static Response later(Duration wait) {
        return tooManyAttempts()
                .toResponseBuilder()
                .header(HttpHeaders.RETRY_AFTER, new LoginResult.Wait(wait).seconds())
                .build();
    }

    /** A refused license. One answer for "unknown", "not yours" and "not there yet": no oracle for what exists. */
    static LicenseProblem licenseRefused(Reason reason) {
        return switch (reason) {
            case MISMATCH -> malformed("Message id and KID name different messages.");
            case NOT_YET -> new LicenseProblem("urn:ssms:not-yet", "Too early", 403, "The right to play begins later.");
            case EXPIRED ->
                new LicenseProblem("urn:ssms:expired", "License expired", 403, "The right to play has ended.");
            case PLAYS_EXHAUSTED ->
                new LicenseProblem(
                        "urn:ssms:plays-exhausted", "No plays left", 403, "The message was played often enough.");
            case DRM_TOO_WEAK ->
                new LicenseProblem(
                        "urn:ssms:drm-too-weak", "Protection too weak", 403, "A stronger protection is asked for.");
            case NOT_BY_PHONE ->
                new LicenseProblem("urn:ssms:not-by-phone", "Not by phone", 403, "It may not be heard by phone.");
            case REVOKED ->
                new LicenseProblem("urn:ssms:revoked", "License revoked", 403, "The right to play was taken back.");
            case REPLAYED ->
                new LicenseProblem(
                        "urn:ssms:replayed",
                        "Request was used",
                        409,
                        "Each license takes a new key of the player, a new nonce (X-SSMS-Nonce), or another session.");
            default -> noLicense();
        };
    }

    /** What is refused to who forwards or changes rights. */
    static LicenseProblem refused(Refusal refusal) {
        return switch (refusal.reason()) {
            case RIGHTS_EXCEEDED ->
                new LicenseProblem(
                        "urn:ssms:rights-exceeded",
                        "Rights exceeded",
                        403,
                        "member '" + refusal.member() + "' asks for more than you may give.");
            case NO_SUBSCRIBER ->
                malformed("member '" + refusal.member()
                        + "' is no subscriber's user name, nor a mail address that it may go to.");
            case TOO_MANY_GRANTS ->
                new LicenseProblem("urn:ssms:too-many-grants", "Too many grants", 403, "It was forwarded too often.");
            default -> licenseRefused(refusal.reason());
        };
    }

    /** What a player reports and is not taken. */
    static LicenseProblem reportRefused(Reason reason) {
        return reason == Reason.LEASE_SETTLED
                ? new LicenseProblem(
                        "urn:ssms:lease-settled", "Play counted", 409, "It was played, or not reported in time.")
                : licenseRefused(reason);
    }

    static LicenseProblem noLicense() {
        return new LicenseProblem("urn:ssms:no-license", "No license", 404, "No such license.");
    }

    /** Says no more than the status: for errors of HTTP itself and for our own. */
    static LicenseProblem ofStatus(int status) {
        Response.Status known = Response.Status.fromStatusCode(status);
        String title = known == null ? "HTTP " + status : known.getReasonPhrase();
        return new LicenseProblem(Problem.NO_TYPE, title, status, title + ".");
    }

    /** For what is answered before or beside the resources. */
    void writeTo(HttpServletResponse response) throws IOException {
        response.setStatus(document.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.getOutputStream().write(document.toJson().getBytes(UTF_8));
    }

    Response toResponse() {
        return toResponseBuilder().build();
    }

    Response.ResponseBuilder toResponseBuilder() {
        Response.ResponseBuilder response =
                Response.status(document.status()).type(Problem.MEDIA_TYPE).entity(document.toJson());
        return document.status() == 401
                ? response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"ssms-license\"")
                : response;
    }
}
