/** What callers hear: prompts and tones, ready to be sent, and values as sequences of prompts. */
@NullMarked
package org.ssms.media.prompt;

import org.jspecify.annotations.NullMarked;
