package org.ssms.license.rest;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** For media nodes that prove the service key. */
@NameBinding
@Retention(RUNTIME)
@Target({TYPE, METHOD})
@interface ServiceOnly {}
