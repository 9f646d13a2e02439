/** What a deployer may set, read once at start; a bad value stops the deployment and names its key. */
@NullMarked
package org.ssms.sip.container.config;

import org.jspecify.annotations.NullMarked;
