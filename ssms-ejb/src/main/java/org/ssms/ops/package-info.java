/** What an operator sees and does while the server runs: MXBeans and health. */
@NullMarked
package org.ssms.ops;

import org.jspecify.annotations.NullMarked;
