/** Readiness of the parts of this server, for MicroProfile Health. In the lib folder of the EAR. */
@NullMarked
package org.ssms.health;

import org.jspecify.annotations.NullMarked;
