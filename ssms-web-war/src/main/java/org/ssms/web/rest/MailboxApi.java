package org.ssms.web.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The mailbox for programs. */
@ApplicationPath(MailboxApi.PATH)
@OpenAPIDefinition(
        info =
                @Info(
                        title = "SSMS mailbox",
                        version = "1",
                        description = "The messages of the caller's own mailbox, and what is done with calls."
                                + " A message of somebody else answers like one that does not exist."
                                + " Errors are application/problem+json (RFC 9457);"
                                + " their type is stable. A request that changes something needs"
                                + " Content-Type: application/json, or audio/wav where sound is sent."),
        security = {
            @SecurityRequirement(name = "token"),
            @SecurityRequirement(name = "password"),
        })
@SecurityScheme(
        securitySchemeName = "token",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        bearerFormat = "JWT",
        description = "The token of POST /license/v1/sessions.")
@SecurityScheme(securitySchemeName = "password", type = SecuritySchemeType.HTTP, scheme = "basic")
public class MailboxApi extends Application {
    /** Path below the context root. */
    static final String PATH = "/api/v1";
}
