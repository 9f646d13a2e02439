package org.ssms.sip.container.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.annotation.SipApplicationKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipXmlTest {
    private static final String MAPPED = """
            <servlet-mapping><servlet-name>a</servlet-name><pattern>
              <and>
                <equal><var>request.method</var><value>INVITE</value></equal>
                <or>
                  <equal ignore-case="true"><var>request.uri.user</var><value>Bob</value></equal>
                  <subdomain-of><var>request.uri.host</var><value>Example.com</value></subdomain-of>
                </or>
                <not><exists><var>request.uri.param.private</var></exists></not>
              </and>
            </pattern></servlet-mapping>
            """;

    private static SipXml read(String content) throws IOException {
        return readWhole("<sip-app xmlns='http://www.jcp.org/xml/ns/sipservlet'>" + content + "</sip-app>");
    }

    private static SipXml readWhole(String file) throws IOException {
        return SipXml.read(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
    }

    private static ApplicationDescriptor described(String content, Class<?>... annotated) throws IOException {
        return ApplicationDescriptor.of(
                List.of(annotated), read(content), SipXmlTest.class.getClassLoader(), "fallback");
    }

    /** A servlet without annotation. */
    public static final class Plain extends SipServlet {
        private static final long serialVersionUID = 1L;
    }

    /** A servlet with them. */
    @javax.servlet.sip.annotation.SipServlet(name = "annotated")
    public static final class Annotated extends SipServlet {
        private static final long serialVersionUID = 1L;

        @SipApplicationKey
        public String key(SipServletRequest request) {
            return request.getMethod();
        }
    }

    /** A key method that the container could not call. */
    public static final class BadKey {
        @SipApplicationKey
        public String key() {
            return "";
        }
    }

    @Test
    void elements_of_the_descriptor_are_read() throws IOException {
        String servlet = "<servlet><servlet-name>plain</servlet-name><servlet-class>" + Plain.class.getName()
                + "</servlet-class><init-param><param-name>x</param-name><param-value>1</param-value></init-param>"
                + "<load-on-startup>2</load-on-startup></servlet>";
        var application = described(
                "<app-name>named</app-name>" + servlet
                        + "<servlet-selection><main-servlet>plain</main-servlet></servlet-selection>"
                        + "<listener><listener-class>java.lang.String</listener-class></listener>"
                        + "<proxy-config><proxy-timeout>7</proxy-timeout></proxy-config>"
                        + "<session-config><session-timeout>9</session-timeout></session-config>",
                Annotated.class);
        assertThat(application.name()).isEqualTo("named");
        assertThat(application.mainServlet()).contains("plain");
        assertThat(application.servlets())
                .extracting(ApplicationDescriptor.SipServletInfo::name)
                .containsExactlyInAnyOrder("annotated", "plain");
        assertThat(application.servlets().get(1).parameters()).isEqualTo(Map.of("x", "1"));
        assertThat(application.servlets().get(1).loadOnStartup()).isEqualTo(2);
        assertThat(application.listeners()).containsExactly(String.class);
        assertThat(application.proxySeconds()).isEqualTo(7);
        assertThat(application.sessionMinutes()).isEqualTo(9);
        assertThat(application.keyMethod()).isPresent();
    }

    @Test
    void context_parameters_are_read() throws IOException {
        assertThat(read("<context-param><param-name>a</param-name><param-value>b</param-value></context-param>")
                        .contextParameters())
                .isEqualTo(Map.of("a", "b"));
    }

    @Test
    void complete_metadata_leaves_annotations_unread() throws IOException {
        SipXml xml = readWhole("<sip-app metadata-complete='true'/>");
        assertThat(ApplicationDescriptor.of(
                                Set.of(Annotated.class), xml, getClass().getClassLoader(), "fallback")
                        .servlets())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INVITE  | sip:bob@elsewhere          | true",
                "INVITE  | sip:carol@pbx.example.COM  | true",
                "INVITE  | sip:carol@badexample.com   | false",
                "MESSAGE | sip:bob@elsewhere          | false",
                "INVITE  | sip:bob@elsewhere;private  | false"
            })
    void mapping_matches(String method, String uri, boolean matches) throws IOException {
        assertThat(read(MAPPED).mappings().get(0).getMatchingRule().matches(request(method, uri)))
                .isEqualTo(matches);
    }

    private static SipServletRequest request(String method, String uri) {
        String[] parts = uri.split("[:@;]", -1);
        SipURI sip = answering(
                SipURI.class,
                Map.of("getUser", parts[1], "getHost", parts[2], "toString", uri),
                parts.length > 3 ? Map.of(parts[3], "") : Map.of());
        return answering(SipServletRequest.class, Map.of("getMethod", method, "getRequestURI", sip), Map.of());
    }

    /** An object that answers the named methods, and {@code getParameter} from {@code parameters}. */
    private static <T> T answering(Class<T> type, Map<String, Object> answers, Map<String, String> parameters) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getName().equals("getParameter")
                        ? parameters.get((String) arguments[0])
                        : answers.get(method.getName())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<security-constraint/>                                                  | <security-constraint>",
                "<servlet><servlet-name>a</servlet-name></servlet>                       | <servlet-class>",
                "<session-config><session-timeout>soon</session-timeout></session-config> | <session-timeout> 'soon'",
                "<session-config/>                                                       | <session-timeout>",
                "<servlet-selection><other/></servlet-selection>                         | <other>",
                "<servlet-mapping><servlet-name>a</servlet-name></servlet-mapping>       | <pattern>",
                "<servlet-mapping><servlet-name>a</servlet-name><pattern><like/></pattern></servlet-mapping> | <like>",
                "<servlet-mapping><servlet-name>a</servlet-name><pattern><exists><var>request.url</var></exists>"
                        + "</pattern></servlet-mapping> | 'request.url'",
                "<app-name>                                                              | line 1"
            })
    void error_names_file_and_element(String content, String named) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(InvalidDescriptorException.class)
                .hasMessageStartingWith("/WEB-INF/sip.xml: ")
                .hasMessageContaining(named);
    }

    @Test
    void document_types_and_entities_are_refused() {
        String file = "<!DOCTYPE sip-app [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><sip-app>"
                + "<app-name>&x;</app-name></sip-app>";
        assertThatThrownBy(() -> readWhole(file))
                .isInstanceOf(InvalidDescriptorException.class)
                .hasMessageContaining("DOCTYPE");
    }

    @Test
    void unknown_classes_and_servlets_are_refused_by_name() {
        assertThatThrownBy(() -> described("<listener><listener-class>no.Such</listener-class></listener>"))
                .hasMessageContaining("<listener-class> no.Such");
        assertThatThrownBy(() -> described("<servlet><servlet-name>a</servlet-name>"
                        + "<servlet-class>java.lang.String</servlet-class></servlet>"))
                .hasMessageContaining("java.lang.String is no SIP servlet");
        assertThatThrownBy(() -> described("<main-servlet>b</main-servlet>", Annotated.class))
                .hasMessageContaining("no SIP servlet 'b'");
        assertThatThrownBy(() -> described("", BadKey.class)).hasMessageContaining("@SipApplicationKey");
    }

    @Test
    void several_servlets_need_a_selection() {
        String second = "<servlet><servlet-name>plain</servlet-name><servlet-class>" + Plain.class.getName()
                + "</servlet-class></servlet>";
        assertThatThrownBy(() -> described(second, Annotated.class)).hasMessageContaining("main servlet?");
    }
}
