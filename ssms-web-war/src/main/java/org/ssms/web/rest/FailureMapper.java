package org.ssms.web.rest;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The rim: what nobody expected is logged once and says nothing of itself to the outside. */
@Provider
public class FailureMapper implements ExceptionMapper<RuntimeException> {
    private static final Logger LOG = System.getLogger(FailureMapper.class.getName());

    @Override
    public Response toResponse(RuntimeException failure) {
        LOG.log(Level.ERROR, "SSMS-6001 request failed", failure);
        return WebProblem.of(500).toResponse();
    }
}
