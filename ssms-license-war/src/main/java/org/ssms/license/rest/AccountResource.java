package org.ssms.license.rest;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.ssms.base.http.Problem;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.Operators.Role;
import org.ssms.guard.login.PasswordDoor;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.license.Origin;
import org.ssms.license.OwnerNotices;
import org.ssms.license.OwnerNotices.Notice;
import org.ssms.license.auth.PinMethod;
import org.ssms.license.session.AccountDesk;
import org.ssms.protect.license.MalformedLicenseException;

/** The accounts of subscribers, for operators (HTTP Basic; ADR 0037). */
@Path("accounts")
@Tag(name = "accounts")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@OperatorOnly
@RequestScoped
public class AccountResource {
    private static final String NAME = "name";
    private static final int MAX_BODY_CHARS = 2048;
    private static final int MAX_LIST = 1000;
    private static final int MAX_NAME = 64;
    private static final int MAX_ADDRESS = 254;
    /** Also the name of a mailbox, which is written in lower case. */
    private static final Pattern USERNAME = Pattern.compile("[a-z0-9][a-z0-9._+-]{0,63}");

    private static final Pattern MAIL_ADDRESS = Pattern.compile("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,189}");

    @Inject
    private AccountDesk desk;

    @Inject
    private PasswordDoor passwords;

    @Inject
    private PinMethod pins;

    @Inject
    private SecurityAudit security;

    @Inject
    private OwnerNotices notices;

    @Context
    private HttpServletRequest http;

    @Context
    private SecurityContext caller;

    @GET
    @OperatorOnly(Role.READ)
    @Operation(summary = "The accounts of subscribers, by name")
    @APIResponse(
            responseCode = "200",
            description = "{\"accounts\":[{\"username\",\"enabled\",\"mailAddress\",\"createdAt\",\"secretUntil\"}]}:"
                    + " at most `limit`, those behind `after`; what is not known is absent")
    public Response list(
            @QueryParam("after") @DefaultValue("") String after, @QueryParam("limit") @DefaultValue("100") int limit)
            throws MalformedLicenseException {
        String behind = after.isEmpty() ? after : Input.name("after", after);
        int most = Math.max(1, Math.min(limit, MAX_LIST));
        return json(
                Response.Status.OK,
                Map.of(
                        "accounts",
                        desk.list(behind, most).stream()
                                .map(AccountResource::members)
                                .toList()));
    }

    @GET
    @Path("{name}")
    @OperatorOnly(Role.READ)
    @Operation(summary = "One account")
    @APIResponse(responseCode = "200", description = "as in the list")
    @APIResponse(responseCode = "400", description = "malformed: no name has such characters")
    @APIResponse(responseCode = "404", description = "no-account")
    public Response show(@PathParam(NAME) String name) throws MalformedLicenseException {
        return desk.find(Input.name(NAME, name))
                .map(entry -> json(Response.Status.OK, members(entry)))
                .orElseGet(() -> LicenseProblem.noAccount().toResponse());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @OperatorOnly(Role.SECURITY)
    @Operation(
            summary = "Makes an account",
            description = "Body: {\"username\",\"mailAddress\"}; with a mail address its owner gets a mailbox, too. It"
                    + " has no password: with the secret, which is told this once, its owner sets one")
    @APIResponse(responseCode = "201", description = "{\"username\",\"secret\",\"secretUntil\"}")
    @APIResponse(responseCode = "400", description = "malformed: the detail names the member")
    @APIResponse(responseCode = "409", description = "account-taken, also by one that was deleted, or by a list")
    public Response create(byte[] body) throws MalformedLicenseException, MalformedJsonException {
        JsonObject json = JsonObject.parse(Input.text(body), MAX_BODY_CHARS);
        json.onlyMembers(Set.of("username", "mailAddress"));
        String username = checked("username", json.text("username", MAX_NAME), USERNAME);
        @Nullable String mailAddress = json.optionalText("mailAddress", MAX_ADDRESS);
        if (mailAddress != null) {
            checked("mailAddress", mailAddress, MAIL_ADDRESS);
        }
        Optional<AccountDesk.Secret> made = create(username, mailAddress);
        if (made.isEmpty()) {
            return LicenseProblem.accountTaken().toResponse();
        }
        return changed("account-created", username, Notice.ACCOUNT_CREATED, told(Response.Status.CREATED, made.get()));
    }

    private Optional<AccountDesk.Secret> create(String username, @Nullable String mailAddress) {
        try {
            return desk.create(username, mailAddress, origin());
        } catch (EJBException e) {
            if (!LostRace.isCauseOf(e)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    @POST
    @Path("{name}/reset")
    @OperatorOnly(Role.SECURITY)
    @Operation(
            summary = "Takes the password, the PIN and the phone password of an account away",
            description = "All its sessions end. With the secret, which is told this once, its owner sets a password")
    @APIResponse(responseCode = "200", description = "{\"username\",\"secret\",\"secretUntil\"}")
    @APIResponse(responseCode = "400", description = "malformed: no name has such characters")
    @APIResponse(responseCode = "404", description = "no-account")
    public Response reset(@PathParam(NAME) String name) throws MalformedLicenseException {
        return desk.reset(Input.name(NAME, name), origin())
                .map(secret -> changed("password-reset", name, Notice.PASSWORD_RESET, told(Response.Status.OK, secret)))
                .orElseGet(() -> LicenseProblem.noAccount().toResponse());
    }

    @POST
    @Path("{name}/disable")
    @OperatorOnly(Role.OPERATE)
    @Operation(summary = "Lets the owner of an account in no more, at no door; repeatable")
    @APIResponse(responseCode = "204", description = "all sessions have ended")
    @APIResponse(responseCode = "400", description = "malformed: no name has such characters")
    @APIResponse(responseCode = "404", description = "no-account")
    public Response disable(@PathParam(NAME) String name) throws MalformedLicenseException {
        return desk.enable(Input.name(NAME, name), false, origin()) ? done("account-disabled", name) : unknown();
    }

    @POST
    @Path("{name}/enable")
    @OperatorOnly(Role.OPERATE)
    @Operation(summary = "Lets the owner of an account in again; repeatable")
    @APIResponse(responseCode = "204", description = "he logs in as before")
    @APIResponse(responseCode = "400", description = "malformed: no name has such characters")
    @APIResponse(responseCode = "404", description = "no-account")
    public Response enable(@PathParam(NAME) String name) throws MalformedLicenseException {
        return desk.enable(Input.name(NAME, name), true, origin()) ? done("account-enabled", name) : unknown();
    }

    @DELETE
    @Path("{name}")
    @OperatorOnly(Role.SECURITY)
    @Operation(
            summary = "Deletes an account, for good",
            description = "The messages in its mailbox cannot be heard by anybody any more. Its name stays taken")
    @APIResponse(responseCode = "204", description = "it is gone")
    @APIResponse(responseCode = "400", description = "malformed: no name has such characters")
    @APIResponse(responseCode = "404", description = "no-account")
    public Response delete(@PathParam(NAME) String name) throws MalformedLicenseException {
        return desk.delete(Input.name(NAME, name), origin()) ? done("account-deleted", name) : unknown();
    }

    private Response done(String event, String name) {
        return changed(event, name, null, Response.noContent().build());
    }

    private Response changed(String event, String name, @Nullable Notice notice, Response answer) {
        passwords.changed(name);
        pins.changed(name);
        security.granted(Asker.of(Door.OPERATOR, http.getRemoteAddr()), event, name, operator());
        if (notice != null) {
            notices.tell(name, notice);
        }
        return answer;
    }

    private static Response unknown() {
        return LicenseProblem.noAccount().toResponse();
    }

    private static String checked(String member, String text, Pattern form) throws MalformedLicenseException {
        if (!form.matcher(text).matches()) {
            throw new MalformedLicenseException("member '" + member + "' does not have its form");
        }
        return text;
    }

    private static Map<String, Object> members(AccountDesk.Entry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("username", entry.username());
        json.put("enabled", entry.enabled());
        if (entry.mailAddress() != null) {
            json.put("mailAddress", entry.mailAddress());
        }
        put(json, "createdAt", entry.createdAt());
        put(json, "secretUntil", entry.secretUntil());
        return json;
    }

    private static void put(Map<String, Object> json, String member, @Nullable Instant time) {
        if (time != null) {
            json.put(member, time.toString());
        }
    }

    private static Response told(Response.Status status, AccountDesk.Secret secret) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("username", secret.username());
        json.put("secret", secret.text());
        json.put("secretUntil", secret.until().toString());
        return json(status, json);
    }

    private static Response json(Response.Status status, Map<String, Object> members) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(JsonText.of(members))
                .build();
    }

    private Origin origin() {
        return Origin.operator(operator(), http.getRemoteAddr());
    }

    private String operator() {
        return caller.getUserPrincipal().getName();
    }
}
