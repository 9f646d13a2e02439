/** The signed manifest: binds a message to every byte of its protected files. */
@NullMarked
package org.ssms.protect.manifest;

import org.jspecify.annotations.NullMarked;
