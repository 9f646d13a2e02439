package org.ssms.web.rest;

import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a changing request that does not call itself JSON. A page of another site cannot send one without the browser
 * asking us first (CORS), and we never consent.
 */
@Provider
public class JsonOnly implements ContainerRequestFilter {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    @Override
    public void filter(ContainerRequestContext request) {
        if (!SAFE.contains(request.getMethod()) && !isJson(request.getMediaType())) {
            throw new NotSupportedException();
        }
    }

    private static boolean isJson(@Nullable MediaType type) {
        // not isCompatible: that would let wildcards through
        return type != null
                && type.getType().equalsIgnoreCase("application")
                && type.getSubtype().equalsIgnoreCase("json");
    }
}
