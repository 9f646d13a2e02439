/** What an operator may set, read once at start, and the sources of time and randomness. */
@NullMarked
package org.ssms.config;

import org.jspecify.annotations.NullMarked;
