package org.ssms.license.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;

/** The license server's interface, version 1. */
@ApplicationPath("/v1")
@OpenAPIDefinition(
        info =
                @Info(
                        title = "SSMS license server",
                        version = "1",
                        description = "Deposit of message keys, sessions, and licenses to play a protected message."))
public class LicenseApplication extends Application {}
