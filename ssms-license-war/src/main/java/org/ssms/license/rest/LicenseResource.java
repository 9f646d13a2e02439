package org.ssms.license.rest;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.ssms.base.http.Problem;
import org.ssms.license.LicenseDecision;
import org.ssms.license.LicenseRequest;
import org.ssms.license.LicenseRequest.Once;
import org.ssms.license.Licenses;
import org.ssms.license.session.Session;
import org.ssms.protect.key.KeyId;
import org.ssms.protect.key.KeyUse;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.ClearKeyRequest;
import org.ssms.protect.license.LicenseDocument;
import org.ssms.protect.license.LicenseSigner;
import org.ssms.protect.license.MalformedLicenseException;
import org.ssms.protect.license.SealedLicenseRequest;

/** Licenses for users with a session: as SSMS's own document, plain or sealed, and as EME ClearKey. */
@Path("")
@Tag(name = "licenses")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@WithSession
@RequestScoped
public class LicenseResource {
    private static final String JSON = MediaType.APPLICATION_JSON;
    private static final Set<KeyUse> PLAYER = EnumSet.of(KeyUse.CENC, KeyUse.SRTP);
    private static final String NONCE = "X-SSMS-Nonce";

    @Inject
    private Licenses licenses;

    @Inject
    private LicenseSigner signer;

    @Context
    private HttpServletRequest http;

    @Context
    private SecurityContext caller;

    @GET
    @Path("licenses/{messageId}")
    @Operation(summary = "The license for a message id; a kid, when given, must be the message's")
    @APIResponse(responseCode = "200", description = "keys, rights and manifest hash")
    @APIResponse(responseCode = "400", description = "message id and KID name different messages")
    @APIResponse(responseCode = "404", description = "no license: unknown and foreign alike")
    @APIResponse(
            responseCode = "409",
            description = "the session has used its nonce, or without one has got its license, before")
    public Response byMessageId(@PathParam("messageId") String messageId, @QueryParam("kid") @Nullable String kid)
            throws MalformedLicenseException {
        List<KeyId> keyIds = kid == null ? List.of() : List.of(Input.keyId(kid));
        Optional<MessageId> named = Input.messageId(messageId);
        return named.isEmpty()
                ? LicenseProblem.noLicense().toResponse()
                : answer(request(named.get(), keyIds, PLAYER, null), JSON, LicenseDocument::toJson);
    }

    @GET
    @Path("licenses")
    @Operation(summary = "The license for a KID")
    @APIResponse(responseCode = "200", description = "keys, rights and manifest hash")
    @APIResponse(responseCode = "400", description = "no KID")
    @APIResponse(responseCode = "404", description = "no license: unknown and foreign alike")
    @APIResponse(
            responseCode = "409",
            description = "the session has used its nonce, or without one has got its license, before")
    public Response byKeyId(@QueryParam("kid") @Nullable String kid) throws MalformedLicenseException {
        return answer(request(null, List.of(Input.keyId(kid)), PLAYER, null), JSON, LicenseDocument::toJson);
    }

    @POST
    @Path("licenses/{messageId}")
    @Consumes(JSON)
    @Produces({LicenseSigner.MEDIA_TYPE, Problem.MEDIA_TYPE})
    @Operation(summary = "The license signed (JWS), and encrypted to the player's key (JWE) when the request has one")
    @APIResponse(responseCode = "200", description = "the compact form; its signature is verified by the key set")
    @APIResponse(responseCode = "400", description = "no key on P-256, or message id and KID name different messages")
    @APIResponse(responseCode = "404", description = "no license: unknown and foreign alike")
    @APIResponse(
            responseCode = "409",
            description = "the player's key, the nonce or the session has got its license before")
    public Response sealed(@PathParam("messageId") String messageId, byte[] body) throws MalformedLicenseException {
        SealedLicenseRequest wanted = SealedLicenseRequest.parse(Input.text(body));
        Optional<MessageId> named = Input.messageId(messageId);
        return named.isEmpty()
                ? LicenseProblem.noLicense().toResponse()
                : answer(
                        request(
                                named.get(),
                                wanted.keyIds(),
                                PLAYER,
                                wanted.thumbprint().orElse(null)),
                        LicenseSigner.MEDIA_TYPE,
                        license -> signer.seal(license, wanted.playerKey()));
    }

    @POST
    @Path("clearkey/{messageId}")
    @Consumes(JSON)
    @Operation(summary = "The license for a browser's ClearKey session (W3C EME)")
    @APIResponse(responseCode = "200", description = "JSON Web Key set with the one key of the message")
    @APIResponse(responseCode = "400", description = "no KID asked for is the message's")
    @APIResponse(responseCode = "404", description = "no license: unknown and foreign alike")
    @APIResponse(
            responseCode = "409",
            description = "the session has used its nonce, or without one has got its license, before")
    public Response clearKey(@PathParam("messageId") String messageId, byte[] body) throws MalformedLicenseException {
        ClearKeyRequest wanted = ClearKeyRequest.parse(Input.text(body));
        Optional<MessageId> named = Input.messageId(messageId);
        return named.isEmpty()
                ? LicenseProblem.noLicense().toResponse()
                : answer(
                        request(named.get(), wanted.keyIds(), Set.of(wanted.use()), null),
                        JSON,
                        license -> license.toClearKeyJson(wanted.use()));
    }

    /**
     * @param playerKey thumbprint (RFC 7638) of the player's key that the answer will be encrypted to; null: to none
     */
    private LicenseRequest request(
            @Nullable MessageId messageId, List<KeyId> keyIds, Set<KeyUse> uses, @Nullable String playerKey)
            throws MalformedLicenseException {
        Session session = ((SignedIn) caller.getUserPrincipal()).session();
        Optional<String> nonce = Input.nonce(http.getHeaders(NONCE), NONCE);
        Once once;
        if (playerKey != null) {
            once = new Once.PlayerKey(playerKey);
        } else if (nonce.isPresent()) {
            once = new Once.Nonce(session.id(), nonce.get());
        } else {
            once = session.jkt() == null ? new Once.Session(session.id()) : new Once.Proof();
        }
        return new LicenseRequest(
                messageId, keyIds, uses, once, session.username(), session.isByPin(), http.getRemoteAddr());
    }

    private LicenseDecision decide(LicenseRequest request) {
        try {
            return licenses.acquire(request);
        } catch (EJBException race) {
            return licenses.acquire(request); // the same request came twice at once: now the other one is seen
        }
    }

    private Response answer(LicenseRequest request, String type, Function<LicenseDocument, String> format) {
        LicenseDecision decision = decide(request);
        if (decision instanceof LicenseDecision.Refused refused) {
            return LicenseProblem.licenseRefused(refused.reason()).toResponse();
        }
        try (LicenseDocument license = ((LicenseDecision.Granted) decision).license()) {
            return Response.ok(format.apply(license), type).build();
        }
    }
}
