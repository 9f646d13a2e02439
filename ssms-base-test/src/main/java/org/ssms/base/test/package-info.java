/** What tests of several modules use. */
@NullMarked
package org.ssms.base.test;

import org.jspecify.annotations.NullMarked;
