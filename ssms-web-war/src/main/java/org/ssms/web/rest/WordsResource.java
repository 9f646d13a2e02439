package org.ssms.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.web.Languages;

/** Tells rights in words, so that there is one set of words for page, phone and mail. Knows no message. */
@Path("rights/words")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Rights")
public class WordsResource {
    @Context
    private HttpHeaders headers;

    @Context
    private SecurityContext reader;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Rights in words, in the reader's language",
            description =
                    "Body: {\"zone\":\"Europe/Berlin\",\"rights\":[{...}]}; as many answers, in the same order. For"
                            + " everybody: without a login up to ten rights in 16,384 characters")
    @APIResponse(
            responseCode = "200",
            description =
                    "{\"words\":[{\"line\":\"2 plays left\",\"off\":{\"forward\":\"It may not be forwarded.\"}}]}")
    @APIResponse(responseCode = "400", description = "urn:ssms:malformed")
    public String words(String body) {
        try {
            boolean known = reader.getUserPrincipal() != null;
            return WordsJson.told(body, Languages.best(headers.getAcceptableLanguages()), known);
        } catch (MalformedJsonException e) {
            throw new BadRequestException(WebProblem.malformed(e.problem()).toResponse());
        }
    }
}
