/** What the caller hears: spoken prompts and tones, ready to be sent. */
@NullMarked
package org.ssms.media.prompt;

import org.jspecify.annotations.NullMarked;
