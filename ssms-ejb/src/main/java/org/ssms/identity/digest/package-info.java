/** What telephones are counted by when they prove who they are: where they are, and what became of it. */
@NullMarked
package org.ssms.identity.digest;

import org.jspecify.annotations.NullMarked;
