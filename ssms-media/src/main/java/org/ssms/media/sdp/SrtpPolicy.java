package org.ssms.media.sdp;

/**
 * What calls have to do with SRTP keyed by SDES (RFC 4568). Its keys are as secret as the signalling that carries them.
 */
public enum SrtpPolicy {
    /** RTP/SAVP where it is offered, and before RTP/AVP where both are; RTP/AVP otherwise. */
    OPTIONAL,
    /** RTP/SAVP only. */
    REQUIRED,
    /** RTP/AVP only. */
    OFF
}
