package org.ssms.guard.login;

import java.io.IOException;
import java.net.InetSocketAddress;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import org.jspecify.annotations.Nullable;
import org.ssms.guard.login.LoginResult.Right;
import org.ssms.guard.login.LoginResult.Wait;
import org.wildfly.security.http.HttpAuthenticationException;
import org.wildfly.security.http.HttpScope;
import org.wildfly.security.http.HttpServerAuthenticationMechanism;
import org.wildfly.security.http.HttpServerMechanismsResponder;
import org.wildfly.security.http.HttpServerRequest;
import org.wildfly.security.http.HttpServerRequestWrapper;
import org.wildfly.security.http.Scope;

/**
 * A mechanism of Elytron, told from where it is asked. Whoever must wait gets 429 and Retry-After, and the login
 * page the seconds in the request attribute {@link Wait#ATTRIBUTE}. A login form of another site is refused. A session
 * ends when its account is disabled or gets another version. For one exchange.
 */
final class GuardedMechanism implements HttpServerAuthenticationMechanism {
    /** Request attribute: the answer is settled, whatever other mechanisms would ask for. */
    private static final String SETTLED = "org.ssms.guard.settled";

    /** Request attribute: credentials were refused, so no login page is needed. */
    private static final String REFUSED = "org.ssms.guard.refused";

    /** Session attributes: whose session it is, and the version of his account at login. */
    private static final String NAME = "org.ssms.guard.name";

    private static final String VERSION = "org.ssms.guard.version";

    /** There {@link Operators} says who comes. */
    private static final String OF_OPERATORS = "/operators/";

    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int MAX_NAME = 64;

    private final HttpServerAuthenticationMechanism elytron;
    private final Door door;

    GuardedMechanism(HttpServerAuthenticationMechanism elytron) {
        this.elytron = elytron;
        this.door = door(elytron.getMechanismName());
    }

    static Door door(String mechanism) {
        return switch (mechanism) {
            case "BASIC" -> Door.BASIC;
            case "FORM" -> Door.FORM;
            case "BEARER_TOKEN" -> Door.BEARER;
            default -> Door.MANAGEMENT;
        };
    }

    @Override
    public String getMechanismName() {
        return elytron.getMechanismName();
    }

    @Override
    public @Nullable Object getNegotiatedProperty(String name) {
        return elytron.getNegotiatedProperty(name);
    }

    @Override
    public void dispose() {
        elytron.dispose();
    }

    @Override
    public void evaluateRequest(HttpServerRequest request) throws HttpAuthenticationException {
        if (door != Door.MANAGEMENT && isOfOperators(request.getRequestURI().getPath())) {
            request.noAuthenticationInProgress(); // their passwords are no accounts', and no guesses at them
            return;
        }
        @Nullable InetSocketAddress peer = request.getSourceAddress();
        Asker asker = Asker.of(door, peer == null ? null : peer.getAddress());
        try {
            switch (door) {
                case FORM -> evaluateForm(asker, request);
                case MANAGEMENT -> evaluateDigest(asker, request);
                default -> evaluate(asker, request);
            }
        } catch (IllegalStateException e) { // the accounts cannot be read
            throw new HttpAuthenticationException(e);
        }
    }

    /** Whoever is asked for there by a name that only looks so is nobody all the same. */
    static boolean isOfOperators(@Nullable String path) {
        return path != null && path.startsWith(OF_OPERATORS);
    }

    private Attempt evaluate(Asker asker, HttpServerRequest request) throws HttpAuthenticationException {
        Attempt attempt = Attempt.begin(asker);
        try {
            elytron.evaluateRequest(new Guarded(request, attempt));
            return attempt;
        } finally {
            Attempt.end();
        }
    }

    private void evaluateForm(Asker asker, HttpServerRequest request) throws HttpAuthenticationException {
        boolean login = request.getRequestMethod().equals("POST")
                && request.getRequestURI().getPath().endsWith("/j_security_check");
        @Nullable String site = request.getFirstRequestHeaderValue("Sec-Fetch-Site");
        if (login && site != null && !site.equals("same-origin")) {
            Doors.audit().refused(asker, "login", null, "cross-site");
            attach(request, SETTLED, true);
            request.authenticationFailed("login form of another site", response -> response.setStatusCode(FORBIDDEN));
            return;
        }
        endStaleSession(asker, request);
        if (evaluate(asker, request).result() instanceof Right right) {
            HttpScope session = request.getScope(Scope.SESSION);
            if (session != null && session.exists()) {
                session.setAttachment(NAME, right.name());
                session.setAttachment(VERSION, right.version());
            }
        }
    }

    private static void endStaleSession(Asker asker, HttpServerRequest request) {
        HttpScope session = request.getScope(Scope.SESSION);
        if (session != null
                && session.exists()
                && session.getAttachment(NAME) instanceof String name
                && session.getAttachment(VERSION) instanceof Long version
                && !Doors.accounts().isCurrent(name, version)) {
            session.invalidate();
            Doors.audit().refused(asker, "session", name, "no longer good");
        }
    }

    /**
     * Challenge and response: the password does not come along. The guard is asked with the name, see {@link #named}.
     */
    private void evaluateDigest(Asker asker, HttpServerRequest request) throws HttpAuthenticationException {
        Attempt attempt = Attempt.begin(asker);
        Guarded guarded = new Guarded(request, attempt);
        try {
            elytron.evaluateRequest(guarded);
        } finally {
            Attempt.end();
            @Nullable String counted = attempt.counted();
            if (counted != null && guarded.complete) {
                Doors.passwords().provedElsewhere(asker, counted);
            } else if (counted != null && !guarded.failed) {
                Doors.passwords().abandonedElsewhere(asker, counted); // a stale nonce
            }
        }
    }

    /**
     * For the callbacks of challenge and response: they are told the name that the mechanism has read, whatever its
     * dress.
     */
    static CallbackHandler named(CallbackHandler callbacks) {
        return asked -> {
            Attempt attempt = Attempt.current();
            for (Callback callback : asked) {
                if (attempt != null && callback instanceof NameCallback name && name.getDefaultName() != null) {
                    String user = name.getDefaultName();
                    if (!attempt.admit(":management " + user.substring(0, Math.min(user.length(), MAX_NAME)))) {
                        throw new IOException("too many attempts"); // a bad request to the mechanism, see Guarded
                    }
                }
            }
            callbacks.handle(asked);
        };
    }

    /** As the first of all responders: the first status counts. */
    private static void refuse(HttpServerRequest request, Wait wait) {
        attach(request, Wait.ATTRIBUTE, wait.seconds());
        attach(request, SETTLED, true);
        request.noAuthenticationInProgress(response -> {
            response.addResponseHeader("Retry-After", Long.toString(wait.seconds()));
            response.addResponseHeader("Cache-Control", "no-store");
            response.setStatusCode(TOO_MANY_REQUESTS);
        });
    }

    private static void attach(HttpServerRequest request, String attribute, Object value) {
        HttpScope exchange = request.getScope(Scope.EXCHANGE);
        if (exchange != null && exchange.supportsAttachments()) {
            exchange.setAttachment(attribute, value);
        }
    }

    private static boolean has(HttpServerRequest request, String attribute) {
        HttpScope exchange = request.getScope(Scope.EXCHANGE);
        return exchange != null && exchange.supportsAttachments() && exchange.getAttachment(attribute) != null;
    }

    /** What the mechanism sees of the request: the same, but its answers are looked at. */
    private final class Guarded extends HttpServerRequestWrapper {
        private final HttpServerRequest request;
        private final Attempt attempt;
        private boolean complete;
        private boolean failed;

        Guarded(HttpServerRequest request, Attempt attempt) {
            super(request);
            this.request = request;
            this.attempt = attempt;
        }

        /** Challenges: of no use to whoever must wait; and a program that was refused needs no login page. */
        @Override
        public void noAuthenticationInProgress(@Nullable HttpServerMechanismsResponder responder) {
            super.noAuthenticationInProgress(unlessSettled(responder));
        }

        /** By another mechanism, before this one or after it. */
        private @Nullable HttpServerMechanismsResponder unlessSettled(
                @Nullable HttpServerMechanismsResponder responder) {
            return responder == null
                    ? null
                    : response -> {
                        if (!has(request, SETTLED) && !(door == Door.FORM && has(request, REFUSED))) {
                            responder.sendResponse(response);
                        }
                    };
        }

        @Override
        public void authenticationFailed(String message, @Nullable HttpServerMechanismsResponder responder) {
            failed = true;
            if (door != Door.FORM) {
                attach(request, REFUSED, true);
            }
            if (!(attempt.result() instanceof Wait wait)) {
                super.authenticationFailed(message, responder);
                return;
            }
            refuse(request, wait);
            // the login page says how long; for programs the container answers by the status
            super.authenticationFailed(message, door == Door.FORM ? responder : null);
        }

        @Override
        public void badRequest(HttpAuthenticationException failure, @Nullable HttpServerMechanismsResponder responder) {
            if (attempt.result() instanceof Wait) {
                authenticationFailed("too many attempts", responder);
            } else {
                failed = true;
                super.badRequest(failure, unlessSettled(responder));
            }
        }

        @Override
        public void authenticationComplete(@Nullable HttpServerMechanismsResponder responder) {
            complete = true;
            super.authenticationComplete(responder);
        }

        @Override
        public void authenticationComplete(@Nullable HttpServerMechanismsResponder responder, Runnable logout) {
            complete = true;
            super.authenticationComplete(responder, logout);
        }
    }
}
