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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.ssms.base.http.Problem;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.guard.Source;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;
import org.ssms.license.Origin;
import org.ssms.license.SenderControl;
import org.ssms.license.SenderControl.Answer;
import org.ssms.license.session.ControlCodes;
import org.ssms.protect.license.MalformedLicenseException;

/** For who has left a message and has no account: its control code for a token. */
@Path("control")
@Tag(name = "rights")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@RequestScoped
public class ControlResource {
    private static final int MAX_BODY_CHARS = 2048;
    private static final int MAX_CODE = 64;
    /** As people write groups of digits. */
    private static final Pattern SPACING = Pattern.compile("[ \u00a0-]");

    @Inject
    private SenderControl control;

    @Context
    private HttpServletRequest http;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "A token for the message of a control code",
            description =
                    "Body: {\"code\"}, blanks and hyphens do not count. The token is good for .../sent, .../rights and"
                            + " .../recall of that message, and for nothing else")
    @APIResponse(responseCode = "201", description = "{\"messageId\",\"token\",\"expiresAt\"}")
    @APIResponse(responseCode = "401", description = "no such code, or no such message any more")
    @APIResponse(responseCode = "429", description = "too many wrong codes: see Retry-After")
    public Response open(byte[] body) throws MalformedLicenseException, MalformedJsonException {
        JsonObject json = JsonObject.parse(Input.text(body), MAX_BODY_CHARS);
        json.onlyMembers(Set.of("code"));
        String code = SPACING.matcher(json.text("code", MAX_CODE)).replaceAll("");
        Source counted = Asker.of(Door.LICENSE, http.getRemoteAddr()).source();
        Answer answer = control.open(code, counted, new Origin(null, http.getRemoteAddr()));
        if (answer instanceof Answer.Later later) {
            return LicenseProblem.later(later.time());
        }
        return answer instanceof Answer.Opened opened
                ? created(opened.control())
                : LicenseProblem.notAuthenticated().toResponse();
    }

    private static Response created(ControlCodes.Control control) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messageId", control.messageId().value());
        json.put("token", control.token());
        json.put("expiresAt", control.expiresAt().toString());
        return Response.status(Response.Status.CREATED)
                .type(MediaType.APPLICATION_JSON)
                .entity(JsonText.of(json))
                .build();
    }
}
