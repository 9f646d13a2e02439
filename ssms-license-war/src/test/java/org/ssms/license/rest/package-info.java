/** Tests of what the adapter decides before a resource is called, and of its answers. */
@NullMarked
package org.ssms.license.rest;

import org.jspecify.annotations.NullMarked;
