package org.ssms.sip.container.stack;

import gov.nist.javax.sip.SIPConstants;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * Makes parsers that are the stack's own but for two things: a request keeps its version, so that 505 can be said to a
 * foreign one, and what goes wrong inside is no text for the reason phrase of a 400. The stack creates it by its name.
 */
public final class StrictParserFactory implements MessageParserFactory {
    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
        return new StrictParser();
    }

    private static final class StrictParser extends StringMsgParser {
        @Override
        public @Nullable SIPMessage parseSIPMessage(
                byte[] bytes, boolean readBody, boolean strict, @Nullable ParseExceptionListener listener)
                throws ParseException {
            try {
                SIPMessage message = super.parseSIPMessage(bytes, readBody, strict, listener);
                if (message instanceof SIPRequest request) {
                    request.getRequestLine().setSipVersion(version(bytes));
                }
                return message;
            } catch (ParseException | RuntimeException e) { // the stack's parsers run over the end of what they read
                throw new ParseException("malformed", 0);
            }
        }

        /** Last word of the request line. */
        private static String version(byte[] bytes) {
            String line = new String(bytes, StandardCharsets.ISO_8859_1)
                    .stripLeading()
                    .lines()
                    .findFirst()
                    .orElse("")
                    .stripTrailing();
            String version = line.substring(line.lastIndexOf(' ') + 1);
            return version.equalsIgnoreCase(SIPConstants.SIP_VERSION_STRING)
                    ? SIPConstants.SIP_VERSION_STRING
                    : version;
        }
    }
}
