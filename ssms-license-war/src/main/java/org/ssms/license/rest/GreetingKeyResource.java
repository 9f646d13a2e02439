package org.ssms.license.rest;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
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
import org.ssms.license.GreetingKeys;
import org.ssms.license.Origin;
import org.ssms.protect.key.DerivedKey;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.key.MessageKey;
import org.ssms.protect.license.MalformedLicenseException;

/** What media nodes do for greetings that owners of mailboxes have said themselves: keep the key, play, destroy. */
@Path("keys/greetings/{kid}")
@Tag(name = "keys")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@ServiceOnly
@RequestScoped
public class GreetingKeyResource {
    private static final String KID = "kid";
    private static final int MAX_BODY_CHARS = 2048;
    private static final int MAX_OWNER = 255;

    @Inject
    private GreetingKeys keys;

    @Context
    private HttpServletRequest http;

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Deposits the key of a greeting; repeatable",
            description = "Body: {\"greetingId\",\"key\",\"owner\"}")
    @APIResponse(responseCode = "204", description = "it is there")
    @APIResponse(responseCode = "409", description = "the KID or greeting id has another key")
    public Response deposit(@PathParam(KID) String kid, byte[] body)
            throws MalformedLicenseException, MalformedJsonException {
        JsonObject json = JsonObject.parse(Input.text(body), MAX_BODY_CHARS);
        Arrays.fill(body, (byte) 0);
        json.onlyMembers(Set.of("greetingId", "key", "owner"));
        MessageId greeting = json.value("greetingId", MessageId::parse);
        String owner = Input.name("owner", json.text("owner", MAX_OWNER));
        try (MessageKey key = MessageKey.of(Input.keyId(kid), json.bytes("key", MessageKey.BYTES))) {
            return deposit(key, greeting, owner)
                    ? Response.noContent().build()
                    : LicenseProblem.conflict().toResponse();
        }
    }

    private boolean deposit(MessageKey key, MessageId greeting, String owner) {
        try {
            return keys.deposit(key, greeting, owner, origin());
        } catch (EJBException e) {
            if (!LostRace.isCauseOf(e)) {
                throw e;
            }
            return keys.deposit(key, greeting, owner, origin()); // sent twice at once: now the first is seen
        }
    }

    @GET
    @Operation(
            summary = "What decrypts a greeting",
            description = "{\"key\"}: AES-256, derived from what was deposited. There is none for messages")
    @APIResponse(responseCode = "200", description = "{\"key\"}")
    @APIResponse(responseCode = "404", description = "no such key")
    public Response open(@PathParam(KID) String kid) throws MalformedLicenseException {
        Optional<DerivedKey> opened = keys.open(Input.keyId(kid), origin());
        if (opened.isEmpty()) {
            return LicenseProblem.unknownKey().toResponse();
        }
        try (DerivedKey key = opened.get()) {
            return Response.ok(JsonText.of(Map.of("key", JsonObject.toBase64Url(key.revealKey()))))
                    .build();
        }
    }

    @DELETE
    @Operation(summary = "Destroys the key of a greeting, and with it every copy; repeatable")
    @APIResponse(responseCode = "204", description = "there is no such key, or no longer")
    public void destroy(@PathParam(KID) String kid) throws MalformedLicenseException {
        keys.destroy(Input.keyId(kid), origin());
    }

    private Origin origin() {
        return new Origin(Origin.MEDIA_NODE, http.getRemoteAddr());
    }
}
