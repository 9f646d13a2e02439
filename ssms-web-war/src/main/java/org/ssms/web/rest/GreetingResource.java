package org.ssms.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.ssms.client.LicenseServerException;
import org.ssms.greeting.GreetingKind;
import org.ssms.greeting.GreetingRefusedException;
import org.ssms.greeting.Greetings;
import org.ssms.greeting.MalformedWavException;
import org.ssms.greeting.WavFile;
import org.ssms.guard.login.Asker;
import org.ssms.guard.login.Door;

/**
 * The greetings of whoever asks. They are changed only by a request that proves the password itself (BASIC): a session
 * or a token alone changes nothing (T12). The owner is told of each change by mail.
 */
@Path("greetings")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Calls")
public class GreetingResource {
    static final String WAV = "audio/wav";

    private static final String NOT_STORED = "private, no-store";

    /** When the license server does not answer. */
    private static final long RETRY_SECONDS = 10;

    @Inject
    private Greetings greetings;

    @Context
    private SecurityContext caller;

    @Context
    private HttpServletRequest http;

    @GET
    @Operation(summary = "My greetings")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = GreetingsJson.class)))
    @APIResponse(responseCode = "401", description = "urn:ssms:not-authenticated")
    public GreetingsJson greetings() {
        return GreetingsJson.of(greetings.areLocked(owner()), greetings.of(owner()));
    }

    @GET
    @Path("{kind}")
    @Produces(WAV)
    @Operation(summary = "A greeting of mine, to listen to it")
    @APIResponse(responseCode = "200", description = "8 kHz, one channel, 16 bit")
    @APIResponse(responseCode = "401", description = "urn:ssms:not-authenticated")
    @APIResponse(responseCode = "404", description = "urn:ssms:not-found")
    @APIResponse(responseCode = "503", description = "urn:ssms:unavailable: the license server is away")
    public Response sound(@PathParam("kind") String label) {
        short[] samples;
        try {
            samples = greetings.sound(owner(), kind(label)).orElseThrow(NotFoundException::new);
        } catch (LicenseServerException e) {
            throw failed(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Response.ok(WavFile.write(samples), WAV)
                .header("Cache-Control", NOT_STORED)
                .build();
    }

    @PUT
    @Path("{kind}")
    @Consumes(WAV)
    @SecurityRequirement(name = "password")
    @Operation(
            summary = "Set a greeting of mine",
            description =
                    "It takes the place of the one of that kind, from the next call on. WAV of PCM, 16 bit, 8 kHz, one"
                            + " channel. The request itself must prove the password (BASIC).")
    @RequestBody(content = @Content(mediaType = WAV))
    @APIResponse(responseCode = "204", description = "callers hear it; its owner gets a mail")
    @APIResponse(
            responseCode = "400",
            description = "urn:ssms:no-wav, greeting-too-short, greeting-too-long, greeting-end, malformed")
    @APIResponse(responseCode = "401", description = "urn:ssms:not-authenticated: also for a wrong password")
    @APIResponse(responseCode = "403", description = "urn:ssms:password-needed: not by BASIC; greetings-locked")
    @APIResponse(responseCode = "404", description = "urn:ssms:not-found: no such kind")
    @APIResponse(responseCode = "413", description = "urn:ssms:too-large: over 1000000 bytes")
    @APIResponse(responseCode = "415", description = "urn:ssms:unsupported-media-type")
    @APIResponse(
            responseCode = "429",
            description = "urn:ssms:too-many-attempts, see Retry-After; too-many-greetings: 30 an hour and mailbox")
    @APIResponse(responseCode = "503", description = "urn:ssms:unavailable: the license server is away")
    public Response set(
            @PathParam("kind") String label,
            @Parameter(description = "when a temporary one ends, an instant of ISO 8601; others have no end")
                    @QueryParam("until")
                    @Nullable
                    String until,
            InputStream body) {
        GreetingKind kind = kind(label);
        requireProof();
        Instant end = end(until);
        try {
            greetings.keep(owner(), kind, WavFile.read(read(body)), end, asker());
        } catch (MalformedWavException e) {
            throw new BadRequestException(
                    WebProblem.noWav(String.valueOf(e.getMessage())).toResponse());
        } catch (GreetingRefusedException e) {
            throw refused(e);
        } catch (LicenseServerException e) {
            throw failed(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Response.noContent().build();
    }

    @DELETE
    @Path("{kind}")
    @SecurityRequirement(name = "password")
    @Operation(
            summary = "Remove a greeting of mine; repeatable",
            description = "With Content-Type: application/json and an empty body. The request itself must prove the"
                    + " password (BASIC).")
    @APIResponse(responseCode = "204", description = "there is none; if there was one, its owner gets a mail")
    @APIResponse(responseCode = "401", description = "urn:ssms:not-authenticated: also for a wrong password")
    @APIResponse(responseCode = "403", description = "urn:ssms:password-needed: not by BASIC; greetings-locked")
    @APIResponse(responseCode = "404", description = "urn:ssms:not-found: no such kind")
    @APIResponse(responseCode = "415", description = "urn:ssms:unsupported-media-type")
    @APIResponse(responseCode = "429", description = "urn:ssms:too-many-attempts, see Retry-After")
    public Response remove(@PathParam("kind") String label) {
        GreetingKind kind = kind(label);
        requireProof();
        try {
            greetings.remove(owner(), kind, asker());
        } catch (GreetingRefusedException e) {
            throw refused(e);
        }
        return Response.noContent().build();
    }

    private static GreetingKind kind(String label) {
        return GreetingKind.parse(label).orElseThrow(NotFoundException::new);
    }

    /** What a browser sends by itself, and what a thief of a token has, proves no password. */
    private void requireProof() {
        if (!HttpServletRequest.BASIC_AUTH.equals(http.getAuthType())) {
            throw new ForbiddenException(WebProblem.passwordNeeded().toResponse());
        }
    }

    private static @Nullable Instant end(@Nullable String until) {
        try {
            return until == null || until.isEmpty() ? null : Instant.parse(until);
        } catch (DateTimeException e) {
            throw new BadRequestException(
                    WebProblem.malformed("until is no instant of ISO 8601").toResponse());
        }
    }

    private byte[] read(InputStream body) throws IOException {
        if (http.getContentLengthLong() > WavFile.MAX_BYTES) {
            throw tooLarge();
        }
        byte[] file = body.readNBytes(WavFile.MAX_BYTES + 1);
        if (file.length > WavFile.MAX_BYTES) {
            throw tooLarge();
        }
        return file;
    }

    private static WebApplicationException tooLarge() {
        return new WebApplicationException(Response.Status.REQUEST_ENTITY_TOO_LARGE);
    }

    /** Nothing that was asked for here makes the license server refuse: then something is wrong with us. */
    private static RuntimeException failed(LicenseServerException failure) {
        return failure.kind() == LicenseServerException.Kind.UNREACHABLE
                ? new ServiceUnavailableException(RETRY_SECONDS, failure)
                : new IllegalStateException(failure);
    }

    private static WebApplicationException refused(GreetingRefusedException refusal) {
        return new WebApplicationException(
                WebProblem.greetingRefused(refusal.reason()).toResponse());
    }

    private Asker asker() {
        return Asker.of(Door.BASIC, http.getRemoteAddr());
    }

    private String owner() {
        return caller.getUserPrincipal().getName();
    }
}
