package org.ssms.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class WebXmlTest {
    @Test
    void only_these_addresses_are_open_to_everybody() throws Exception {
        List<String> open = new ArrayList<>();
        List<String> guarded = new ArrayList<>();
        NodeList constraints = webXml().getElementsByTagName("security-constraint");
        for (int i = 0; i < constraints.getLength(); i++) {
            Element constraint = (Element) constraints.item(i);
            boolean role = constraint.getElementsByTagName("auth-constraint").getLength() == 1;
            NodeList patterns = constraint.getElementsByTagName("url-pattern");
            for (int p = 0; p < patterns.getLength(); p++) {
                (role ? guarded : open).add(patterns.item(p).getTextContent());
            }
            assertThat(constraint.getElementsByTagName("http-method").getLength())
                    .isZero();
        }
        // /api/* is guarded by ApiGate, /location/* by LocationServlet
        assertThat(open).containsExactlyInAnyOrder("/login.xhtml", "/assets/*", "/logout", "/api/*", "/location/*");
        assertThat(guarded).containsExactly("/*");
    }

    private static Document webXml() throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("src/main/webapp/WEB-INF/web.xml").toFile());
    }
}
