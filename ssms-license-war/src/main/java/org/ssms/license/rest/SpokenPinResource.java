package org.ssms.license.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
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
import org.ssms.license.OwnerNotices;
import org.ssms.license.OwnerNotices.Notice;
import org.ssms.license.auth.Authentication;
import org.ssms.license.auth.Authentication.Later;
import org.ssms.license.auth.Authentication.Proved;
import org.ssms.license.auth.Evidence;
import org.ssms.license.auth.Evidence.Password;
import org.ssms.license.auth.PinMethod;
import org.ssms.license.session.Pins;
import org.ssms.license.session.Session;
import org.ssms.protect.dpop.DpopProof;
import org.ssms.protect.license.MalformedLicenseException;

/** What a media node asks for a caller who says his PIN to listen by phone. */
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
        JsonObject json = JsonObject.parse(Input.text(body), MAX_BODY_CHARS);
        json.onlyMembers(Set.of("user", "pin", "source", "caller"));
        String user = Input.name("user", json.text("user", MAX_USERNAME));
        String source = Input.address("source", json.text("source", MAX_ADDRESS));
        Asker asker = Input.caller(Door.PIN, source, json.optionalText("caller", MAX_CALLER));
        char[] pin = json.text("pin", MAX_PIN).toCharArray();
        Optional<DpopProof> key = possession.read(http);
        if (key.isEmpty() && Possession.isClaimed(http)) {
            return Possession.invalidProof();
        }
        Optional<Pins.State> before = pins.state(user);
        Authentication result;
        try {
            result = method.verify(new Evidence(asker, "POST", "", null, new Password(user, pin), List.of()));
        } finally {
            Arrays.fill(pin, '\0');
        }
        if (result instanceof Proved proved && before.isPresent()) {
            return opened(proved, before.get().setAt(), source, key);
        }
        if (result instanceof Later later) {
            return LicenseProblem.later(later.time());
        }
        if (pins.wasWrong(user, source)) {
            notices.tell(user, Notice.PIN_GUESSED);
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
