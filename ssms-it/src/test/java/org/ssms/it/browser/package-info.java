/** Real Chromium, driven by Playwright. */
@NullMarked
package org.ssms.it.browser;

import org.jspecify.annotations.NullMarked;
