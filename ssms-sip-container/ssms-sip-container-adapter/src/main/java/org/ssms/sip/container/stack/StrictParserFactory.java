package org.ssms.sip.container.stack;

import gov.nist.javax.sip.SIPConstants;
import gov.nist.javax.sip.header.ExtensionHeaderImpl;
import gov.nist.javax.sip.header.ims.PAssertedIdentityHeader;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes parsers that are the stack's own but for four things: a request keeps its version, so that 505 can be said to
 * a foreign one; what goes wrong inside is no text for the reason phrase of a 400; headers whose parsers print a
 * stack trace when they do not like them, which nobody here needs, are kept as they are; and so is an asserted identity
 * that the stack cannot read, for the application. The stack creates it by its name.
 */
public final class StrictParserFactory implements MessageParserFactory {
    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
        return parser();
    }

    static MessageParser parser() {
        return new StrictParser();
    }

    private static final class StrictParser extends StringMsgParser {
        private static final Set<String> UNPARSED =
                Set.of("p-asserted-service", "p-preferred-service", "p-served-user", "p-charging-vector");

        private static final ParseExceptionListener RETHROWING = (e, message, type, header, text) -> {
            throw e;
        };

        @Override
        protected void processHeader(
                String header, SIPMessage message, @Nullable ParseExceptionListener listener, byte[] bytes)
                throws ParseException {
            int colon = header.indexOf(':');
            String name = header.substring(0, Math.max(colon, 0)).strip();
            if (name.equalsIgnoreCase(PAssertedIdentityHeader.NAME)) {
                try {
                    super.processHeader(header, message, RETHROWING, bytes);
                    return;
                } catch (ParseException e) {
                    // as a UTF-8 name without angle brackets, which gateways write
                }
            } else if (!UNPARSED.contains(name.toLowerCase(Locale.ROOT))) {
                super.processHeader(header, message, listener, bytes);
                return;
            }
            ExtensionHeaderImpl unparsed = new ExtensionHeaderImpl(name);
            unparsed.setValue(header.substring(colon + 1).strip());
            message.attachHeader(unparsed, false);
        }

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
