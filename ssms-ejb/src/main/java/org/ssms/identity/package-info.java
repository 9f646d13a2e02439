/** Who is calling or registering, and how far that is proved: digest, trusted peers, signed caller identity. */
@NullMarked
package org.ssms.identity;

import org.jspecify.annotations.NullMarked;
