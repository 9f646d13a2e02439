package org.ssms.license.rest;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.protect.license.MalformedLicenseException;

/** Turns every exception that leaves a resource into a problem document. */
final class Problems {
    private static final Logger LOG = System.getLogger(Problems.class.getName());

    private Problems() {}

    /** Bad input: the message names the member and never repeats a value. */
    @Provider
    public static class OfDocument implements ExceptionMapper<MalformedLicenseException> {
        @Override
        public Response toResponse(MalformedLicenseException malformed) {
            return LicenseProblem.malformed(String.valueOf(malformed.getMessage()))
                    .toResponse();
        }
    }

    /** Bad input: the message names the member and never repeats a value. */
    @Provider
    public static class OfJson implements ExceptionMapper<MalformedJsonException> {
        @Override
        public Response toResponse(MalformedJsonException malformed) {
            return LicenseProblem.malformed(malformed.problem()).toResponse();
        }
    }

    /** Errors of HTTP itself: unknown path, wrong method or type, body too large. */
    @Provider
    public static class OfHttp implements ExceptionMapper<WebApplicationException> {
        @Override
        public Response toResponse(WebApplicationException error) {
            Response original = error.getResponse();
            if (original.getStatusInfo().getFamily() != Response.Status.Family.CLIENT_ERROR) {
                LOG.log(Level.ERROR, "SSMS-4002 request failed", error);
            }
            Response.ResponseBuilder response =
                    LicenseProblem.ofStatus(original.getStatus()).toResponseBuilder();
            String allow = original.getHeaderString(HttpHeaders.ALLOW);
            return (allow == null ? response : response.header(HttpHeaders.ALLOW, allow)).build();
        }
    }

    /** Our own faults: logged once, here; the asker learns nothing. */
    @Provider
    public static class OfAnything implements ExceptionMapper<Throwable> {
        @Override
        public Response toResponse(Throwable fault) {
            LOG.log(Level.ERROR, "SSMS-4002 request failed", fault);
            return LicenseProblem.ofStatus(500).toResponse();
        }
    }
}
