package org.ssms.sip.container;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;

/** SIP messages that a test writes down, as the stack reads them. */
public final class SipText {
    private SipText() {}

    public static SIPRequest request(String text) throws ParseException {
        return (SIPRequest) message(text);
    }

    public static SIPMessage message(String text) throws ParseException {
        return new StringMsgParser().parseSIPMessage(text.getBytes(StandardCharsets.UTF_8), true, false, null);
    }
}
