/** Configuration values: strings from outside, checked and typed. */
@NullMarked
package org.ssms.base.config;

import org.jspecify.annotations.NullMarked;
