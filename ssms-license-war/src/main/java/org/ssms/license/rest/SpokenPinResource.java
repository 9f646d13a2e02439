package org.ssms.license.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.ssms.base.http.Problem;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.guard.login.SecurityAudit;
import org.ssms.license.AuditEvent;
import org.ssms.license.OwnerNotices;
import org.ssms.license.OwnerNotices.Notice;
import org.ssms.license.auth.Authentication;
import org.ssms.license.auth.Authentication.Later;
import org.ssms.license.auth.Authentication.Proved;
import org.ssms.license.auth.Evidence;
import org.ssms.license.auth.Evidence.Password;
import org.ssms.license.auth.PinMethod;
import org.ssms.license.session.PinPolicy;
import org.ssms.license.session.PinPolicy.Weakness;
import org.ssms.license.session.Pins;
import org.ssms.license.session.Session;
import org.ssms.protect.dpop.DpopProof;
import org.ssms.protect.license.MalformedLicenseException;

/** What a media node asks for a caller who says his PIN to listen by phone, or sets another one. */
@Path("keys/pin")
@Tag(name = "keys")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@ServiceOnly
@RequestScoped
public class SpokenPinResource {
    private static final int MAX_BODY_CHARS = 2048;
    private static final int MAX_USERNAME = 64;
    private static final int MAX_PIN = 64;
    private static final int MAX_ADDRESS = 64;
    private static final int MAX_CALLER = 512;

    @Inject
    private PinMethod method;

    @Inject
    private Pins pins;

    @Inject
    private OwnerNotices notices;

    @Inject
    private SecurityAudit security;

    @Inject
    private Possession possession;

    @Context
    private HttpServletRequest http;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "A session of a subscriber who calls and says his PIN",
            description =
                    "Body: {\"user\",\"pin\",\"source\"}, and \"caller\" where many call from one address, with which"
                            + " wrong PINs are counted. Who calls proves nothing. With a header DPoP (RFC 9449) the"
                            + " session is bound to its key")
    @APIResponse(
            responseCode = "201",
            description = "{\"token\",\"expiresAt\",\"endsAt\"}: for half an hour at most;"
                    + " bound: {..,\"tokenType\":\"DPoP\"}")
    @APIResponse(
            responseCode = "401",
            description = "wrong-pin: no such user, no PIN, another one, or disabled. A DPoP proof that is not good:"
                    + " DPoP error=\"invalid_dpop_proof\"")
    @APIResponse(responseCode = "429", description = "too many wrong PINs, or too much to do: see Retry-After")
    public Response open(byte[] body) throws MalformedLicenseException, MalformedJsonException {
        Said said = Said.read(body, Set.of("user", "pin", "source", "caller"));
        Optional<DpopProof> key = possession.read(http);
        if (key.isEmpty() && Possession.isClaimed(http)) {
            return Possession.invalidProof();
        }
        Optional<Pins.State> before = pins.state(said.user());
        Authentication result = verify(said);
        return result instanceof Proved proved && before.isPresent()
                ? opened(proved, before.get().setAt(), said.source(), key)
                : refused(result, said, AuditEvent.PIN_LOGIN);
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Another PIN for a subscriber who calls and says the one that he has",
            description = "Body: {\"user\",\"pin\",\"newPin\",\"source\",\"caller\"}, as for a session. No session is"
                    + " needed, and none suffices")
    @APIResponse(responseCode = "204", description = "it is set, and its owner told by mail")
    @APIResponse(
            responseCode = "400",
            description =
                    "pin-length, pin-pattern, pin-date, pin-common, pin-own-number: it may not be chosen; malformed")
    @APIResponse(
            responseCode = "401",
            description = "wrong-pin: no such user, no PIN, another one, or disabled; nothing is changed")
    @APIResponse(responseCode = "429", description = "too many wrong PINs, or too much to do: see Retry-After")
    public Response change(byte[] body) throws MalformedLicenseException, MalformedJsonException {
        Said said = Said.read(body, Set.of("user", "pin", "newPin", "source", "caller"));
        String wanted = said.json().text("newPin", MAX_PIN);
        Optional<Weakness> weakness = PinPolicy.weaknessOf(wanted, said.user());
        if (weakness.isPresent()) {
            return LicenseProblem.weakPin(weakness.get()).toResponse(); // says nothing of the PIN that he has
        }
        Optional<Pins.State> before = pins.state(said.user());
        Authentication result = verify(said);
        if (!(result instanceof Proved proved) || before.isEmpty()) {
            return refused(result, said, AuditEvent.PIN_SET);
        }
        char[] digits = wanted.toCharArray();
        try {
            if (!pins.replace(proved.username(), before.get().setAt(), digits, said.source())) {
                return LicenseProblem.wrongPin().toResponse();
            }
        } finally {
            Arrays.fill(digits, '\0');
        }
        method.changed(proved.username());
        security.granted(said.asker(), "pin-set", proved.username());
        notices.tell(proved.username(), Notice.PIN_SET);
        return Response.noContent().build();
    }

    /**
     * Who says that he is that user, and where he calls.
     *
     * @param json with the PIN, and whatever else he says
     */
    private record Said(JsonObject json, String user, String source, Asker asker) {
        static Said read(byte[] body, Set<String> members) throws MalformedLicenseException, MalformedJsonException {
            JsonObject json = JsonObject.parse(Input.text(body), MAX_BODY_CHARS);
            json.onlyMembers(members);
            String source = Input.address("source", json.text("source", MAX_ADDRESS));
            return new Said(
                    json,
                    Input.name("user", json.text("user", MAX_USERNAME)),
                    source,
                    Input.caller(Door.PIN, source, json.optionalText("caller", MAX_CALLER)));
        }

        @Override
        public String toString() {
            return "Said[" + user + "]";
        }
    }

    private Authentication verify(Said said) throws MalformedJsonException {
        char[] pin = said.json().text("pin", MAX_PIN).toCharArray();
        try {
            return method.verify(
                    new Evidence(said.asker(), "POST", "", null, new Password(said.user(), pin), List.of()));
        } finally {
            Arrays.fill(pin, '\0');
        }
    }

    /** @param event what the PIN was said for */
    private Response refused(Authentication result, Said said, AuditEvent event) {
        if (result instanceof Later later) {
            return LicenseProblem.later(later.time());
        }
        if (pins.wasWrong(event, said.user(), said.source())) {
            notices.tell(said.user(), Notice.PIN_GUESSED);
        }
        return LicenseProblem.wrongPin().toResponse();
    }

    private Response opened(Proved proved, Instant checked, String source, Optional<DpopProof> key) {
        Optional<String> jkt = key.flatMap(DpopProof::signer);
        if (key.isPresent() && (jkt.isEmpty() || !possession.use(key.get(), jkt.get()))) {
            return Possession.invalidProof();
        }
        return pins.open(proved, checked, jkt.orElse(null), source)
                .map(SpokenPinResource::created)
                .orElseGet(() -> LicenseProblem.wrongPin().toResponse());
    }

    private static Response created(Session session) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("token", session.token());
        json.put("expiresAt", session.expiresAt().toString());
        json.put("endsAt", session.endsAt().toString());
        if (session.jkt() != null) {
            json.put("tokenType", DpopProof.FIELD);
        }
        return Response.status(Response.Status.CREATED)
                .type(MediaType.APPLICATION_JSON)
                .entity(JsonText.of(json))
                .build();
    }
}
