package org.ssms.license.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.ssms.base.http.Problem;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.guard.Source;
import org.ssms.guard.login.Door;
import org.ssms.license.GrantDecision;
import org.ssms.license.Origin;
import org.ssms.license.SenderControl;
import org.ssms.license.SenderControl.Answer;
import org.ssms.license.SentMessages;
import org.ssms.protect.key.MessageId;
import org.ssms.protect.license.MalformedLicenseException;
import org.ssms.protect.license.UsageRights;

/** What a media node asks for a caller who says the control code of a message that he left before. */
@Path("keys/control")
@Tag(name = "keys")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@ServiceOnly
@RequestScoped
public class SpokenCodeResource {
    private static final int MAX_BODY_CHARS = 32_768;
    private static final int MAX_CODE = 64;
    private static final int MAX_CALLER = 512;

    @Inject
    private SenderControl control;

    @Inject
    private SentMessages sent;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "The message of a control code, and what its sender wants",
            description =
                    "Body: {\"code\",\"source\"}, and \"caller\" where many call from one address, with which wrong"
                            + " codes are counted; \"rights\", which the owner has from now on; or \"recall\": true")
    @APIResponse(responseCode = "200", description = "as GET .../sent")
    @APIResponse(responseCode = "403", description = "more than the owner may be given, or it was taken back")
    @APIResponse(responseCode = "404", description = "no such code, or no such message any more")
    @APIResponse(responseCode = "429", description = "too many wrong codes: see Retry-After")
    public Response control(byte[] body) throws MalformedLicenseException, MalformedJsonException {
        JsonObject json = JsonObject.parse(Input.text(body), MAX_BODY_CHARS);
        json.onlyMembers(Set.of("code", "source", "caller", "rights", "recall"));
        String source = Input.address("source", json.text("source", MAX_CODE));
        Source counted = Input.caller(Door.LICENSE, source, json.optionalText("caller", MAX_CALLER))
                .source();
        UsageRights wanted = json.has("rights") ? UsageRights.read(json.object("rights")) : null;
        boolean isRecall = Boolean.TRUE.equals(json.optionalFlag("recall"));
        Answer answer = control.open(json.text("code", MAX_CODE), counted, new Origin(null, source));
        if (answer instanceof Answer.Later later) {
            return LicenseProblem.later(later.time());
        }
        return answer instanceof Answer.Opened opened
                ? controlled(opened.control().messageId(), source, wanted, isRecall)
                : LicenseProblem.noLicense().toResponse();
    }

    private Response controlled(MessageId id, String source, @Nullable UsageRights wanted, boolean isRecall) {
        Origin sender = new Origin(Origin.controlling(id), source);
        if (wanted != null) {
            Optional<GrantDecision> changed = sent.change(id, wanted, sender);
            if (changed.isPresent() && changed.get() instanceof GrantDecision.Refused refused) {
                return LicenseProblem.refused(refused.refusal()).toResponse();
            }
        }
        if (isRecall) {
            sent.recall(id, sender);
        }
        return sent.show(id, sender)
                .map(message -> Response.ok(JsonText.of(SentResource.members(message)), MediaType.APPLICATION_JSON_TYPE)
                        .build())
                .orElseGet(() -> LicenseProblem.noLicense().toResponse());
    }
}
