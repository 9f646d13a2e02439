package org.ssms.web.rest;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Gives every refusal of JAX-RS (404, 405, 406, 415, ...) its problem document; headers such as Allow stay. */
@Provider
public class RefusalMapper implements ExceptionMapper<WebApplicationException> {
    @Override
    public Response toResponse(WebApplicationException refusal) {
        Response response = refusal.getResponse();
        if (response.getStatus() < 400 || response.hasEntity()) {
            return response;
        }
        return WebProblem.of(response.getStatus()).toResponse(Response.fromResponse(response));
    }
}
