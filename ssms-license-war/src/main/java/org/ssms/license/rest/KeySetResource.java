package org.ssms.license.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.ssms.protect.license.LicenseSigner;

/** The public keys of this license server, for everybody. */
@Path("jwks")
@Tag(name = "licenses")
@RequestScoped
public class KeySetResource {
    @Inject
    private LicenseSigner signer;

    @GET
    @Produces("application/jwk-set+json")
    @Operation(summary = "The keys by which players verify sealed licenses (RFC 7517)")
    public String keySet() {
        return signer.keySet();
    }
}
