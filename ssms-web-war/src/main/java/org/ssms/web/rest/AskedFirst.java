package org.ssms.web.rest;

import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a changing request that calls itself neither JSON nor a WAV file. A page of another site cannot send one of
 * these without the browser asking us first (CORS), and we never consent.
 */
@Provider
public class AskedFirst implements ContainerRequestFilter {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> ASKED = Set.of(MediaType.APPLICATION_JSON, GreetingResource.WAV);

    @Override
    public void filter(ContainerRequestContext request) {
        if (!SAFE.contains(request.getMethod()) && !isAsked(request.getMediaType())) {
            throw new NotSupportedException();
        }
    }

    private static boolean isAsked(@Nullable MediaType type) {
        // not isCompatible: that would let wildcards through
        return type != null && ASKED.contains((type.getType() + '/' + type.getSubtype()).toLowerCase(Locale.ROOT));
    }
}
