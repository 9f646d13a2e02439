package org.ssms.call;

import org.ssms.media.engine.MediaCall;

/** The media of one call: its socket, what happens on it, and what both sides have agreed on. */
record CallMedia(MediaCall call, MediaEvents events, SdpExchange sdp) {}
