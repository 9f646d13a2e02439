/**
 * Tests on the running, assembled server: each starts with a real call and looks at what a person or a program gets.
 */
@NullMarked
package org.ssms.it;

import org.jspecify.annotations.NullMarked;
