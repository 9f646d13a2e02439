package org.ssms.license.rest;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ssms.protect.license.Odrl;

/**
 * Takes request bodies only as JSON, or empty of who shows a token, which no form and no script of another origin can
 * send unasked, and only small ones. Reads the body whole, so that nothing later reads from the network.
 */
@Provider
public class BodyFilter implements ContainerRequestFilter {
    static final int MAX_BYTES = 16_384;
    /**
     * Of somebody who has proved who he is: a list of users may be long enough to be refused by name. What is longer
     * does not come through the front door of the web server.
     */
    private static final int MAX_BYTES_OF_USER = 65_536;

    private static final Set<MediaType> JSON =
            Set.of(MediaType.APPLICATION_JSON_TYPE, MediaType.valueOf(Odrl.MEDIA_TYPE));

    private static final Set<String> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT);

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        int limit = request.getSecurityContext().getUserPrincipal() == null ? MAX_BYTES : MAX_BYTES_OF_USER;
        if (request.getLength() > limit) {
            throw new ClientErrorException(Status.REQUEST_ENTITY_TOO_LARGE);
        }
        if (!WITH_BODY.contains(request.getMethod())) {
            return;
        }
        MediaType type = request.getMediaType();
        // a page of another origin sends no such header unasked, so what has one need not say what its empty body is
        boolean mayBeEmpty = type == null && request.getHeaderString(HttpHeaders.AUTHORIZATION) != null;
        if (!mayBeEmpty && !isJson(type)) {
            throw new NotSupportedException();
        }
        byte[] body = request.getEntityStream().readNBytes(limit + 1);
        if (body.length > limit) {
            throw new ClientErrorException(Status.REQUEST_ENTITY_TOO_LARGE);
        }
        if (mayBeEmpty && body.length > 0) {
            throw new NotSupportedException();
        }
        request.setEntityStream(new ByteArrayInputStream(body));
    }

    private static boolean isJson(@Nullable MediaType type) {
        return type != null && !type.isWildcardSubtype() && JSON.stream().anyMatch(type::isCompatible);
    }
}
