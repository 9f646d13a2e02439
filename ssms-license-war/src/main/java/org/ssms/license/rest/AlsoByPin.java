package org.ssms.license.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Also who has said his PIN by phone may ask. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface AlsoByPin {}
