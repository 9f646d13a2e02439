@NullMarked
package org.ssms.guard.web;

import org.jspecify.annotations.NullMarked;
