package org.ssms.sip.container.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gov.nist.javax.sip.header.ExtensionHeaderImpl;
import java.text.ParseException;
import javax.servlet.sip.Parameterable;
import javax.servlet.sip.ServletParseException;
import javax.sip.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JakartaRequestTest {
    private static Header own(String value) throws ParseException {
        ExtensionHeaderImpl header = new ExtensionHeaderImpl("X-Own");
        header.setValue(value);
        return header;
    }

    @Test
    void header_of_ones_own_has_parameters() throws Exception {
        Parameterable read = JakartaRequest.parameterable(own("<sip:a@example.com>;tone=low"));
        assertThat(read.getParameter("tone")).isEqualTo("low");
    }

    /** A stranger wrote it; the message may be logged. */
    @ParameterizedTest
    @ValueSource(strings = {"<secret>;b=\"", "<secret"})
    void header_that_cannot_be_read_fails_as_the_specification_says_and_is_not_repeated(String value) {
        assertThatThrownBy(() -> JakartaRequest.parameterable(own(value)))
                .isInstanceOf(ServletParseException.class)
                .hasMessage("X-Own has no parameters that can be read")
                .hasNoCause();
    }
}
