package org.ssms.license.rest;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.ssms.guard.login.Operators.Role;

/** For operators with that role, or one that may more. What a method says goes before what its class says. */
@NameBinding
@Retention(RUNTIME)
@Target({TYPE, METHOD})
@interface OperatorOnly {
    Role value() default Role.SECURITY;
}
