/** The parts of signed caller identity (RFC 8224, 8225, 8226, 8588): header, PASSporT, numbers, certificates. */
@NullMarked
package org.ssms.identity.stir;

import org.jspecify.annotations.NullMarked;
