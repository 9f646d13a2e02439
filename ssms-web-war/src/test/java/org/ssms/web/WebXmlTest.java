package org.ssms.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class WebXmlTest {
    /** With either of them the FORM mechanism makes sessions for strangers and keeps what they post. */
    @Test
    void no_constraint_and_no_login_page_lets_the_container_challenge() throws Exception {
        assertThat(webXml().getElementsByTagName("security-constraint").getLength())
                .isZero();
        assertThat(webXml().getElementsByTagName("form-login-page").getLength()).isZero();
    }

    private static Document webXml() throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("src/main/webapp/WEB-INF/web.xml").toFile());
    }
}
