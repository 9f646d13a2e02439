package org.ssms.license.rest;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** For users with a session: a token with a proof of its key, a bearer token, or the cookie of a browser. */
@NameBinding
@Retention(RUNTIME)
@Target({TYPE, METHOD})
@interface WithSession {}
