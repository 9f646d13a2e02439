package org.ssms.license;

import java.util.UUID;

/** Who this process is, from its start to its end. */
record NodeId(UUID value) {}
