package org.ssms.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.notify.OwnerNotifier;
import org.ssms.notify.OwnerNotifier.Notice;
import org.ssms.ops.AccountFollower;

/** What the license server has the owner of a mailbox told, in his name; whoever else asks is told it himself. */
@Path("notices")
@RequestScoped
@Tag(name = "Calls")
public class NoticeResource {
    private static final int MAX_CHARS = 256;
    private static final String CREATED = "account-created";
    private static final Set<Notice> OF_LICENSE_SERVER = EnumSet.of(
            Notice.PIN_SET, Notice.PIN_REMOVED, Notice.PIN_GUESSED, Notice.PASSWORD_SET, Notice.PASSWORD_RESET);

    @Inject
    private OwnerNotifier owners;

    @Inject
    private AccountFollower accounts;

    @Context
    private SecurityContext caller;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "A mail to myself about my PIN or my password",
            description = "Body: {\"about\"}, pin-set, pin-removed, pin-guessed, password-set or password-reset; or"
                    + " account-created, of which there is no mail: it is looked whether I am to have a mailbox. The"
                    + " license server asks for it")
    @APIResponse(responseCode = "204", description = "it is sent, or there are no mails here")
    @APIResponse(responseCode = "400", description = "urn:ssms:malformed")
    @APIResponse(responseCode = "401", description = "urn:ssms:not-authenticated")
    @APIResponse(responseCode = "415", description = "urn:ssms:unsupported-media-type")
    @APIResponse(responseCode = "429", description = "urn:ssms:too-many-notices: of that kind in an hour")
    @APIResponse(responseCode = "502", description = "the mail server does not take it")
    public Response tell(String body) {
        try {
            JsonObject json = JsonObject.parse(body, MAX_CHARS);
            if (CREATED.equals(json.text("about", MAX_CHARS))) {
                accounts.followSoon(); // what the accounts say counts, not who asks
                return Response.noContent().build();
            }
            Notice notice = json.value("about", NoticeResource::notice);
            if (notice == Notice.PASSWORD_RESET) {
                accounts.followSoon(); // his phones are to be forgotten
            }
            return owners.tell(caller.getUserPrincipal().getName(), notice)
                    ? Response.noContent().build()
                    : WebProblem.tooManyNotices().toResponse();
        } catch (MalformedJsonException e) {
            return WebProblem.malformed(e.problem()).toResponse();
        } catch (MessagingException e) {
            return WebProblem.of(Response.Status.BAD_GATEWAY.getStatusCode()).toResponse();
        }
    }

    /** What the mailbox does itself it tells itself: nobody else may use up its mails. */
    static Notice notice(String text) {
        Notice notice = Notice.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        if (!OF_LICENSE_SERVER.contains(notice)) {
            throw new IllegalArgumentException(text);
        }
        return notice;
    }
}
