package org.ssms.license.ldap;

import static com.unboundid.ldap.sdk.SearchScope.BASE;
import static com.unboundid.ldap.sdk.SearchScope.ONE;
import static com.unboundid.ldap.sdk.SearchScope.SUB;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.listener.LDAPListenerRequestHandler;
import com.unboundid.ldap.protocol.AbandonRequestProtocolOp;
import com.unboundid.ldap.protocol.AddRequestProtocolOp;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.protocol.DeleteRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyDNRequestProtocolOp;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.protocol.UnbindRequestProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.schema.Schema;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssms.guard.login.LoginResult;
import org.ssms.license.Reason;
import org.ssms.license.ldap.Dialogue.Heard;
import org.ssms.protect.key.KeyUse;

/** D11: what a client says over LDAP, and hears. */
class LdapClientTest {
    private static final String LICENSES = "ou=licenses,o=ssms";
    private static final String ANY = "(objectClass=*)";
    private static final int SUCCESS = 0;
    private static final int OPERATIONS_ERROR = 1;
    private static final int PROTOCOL_ERROR = 2;
    private static final int AUTH_METHOD_NOT_SUPPORTED = 7;
    private static final int BIND_FIRST = 8;
    private static final int UNAVAILABLE_CRITICAL_EXTENSION = 12;
    private static final int CONFIDENTIALITY_REQUIRED = 13;
    private static final int NO_SUCH_OBJECT = 32;
    private static final int INVALID_DN_SYNTAX = 34;
    private static final int INAPPROPRIATE_AUTHENTICATION = 48;
    private static final int INVALID_CREDENTIALS = 49;
    private static final int BUSY = 51;
    private static final int UNAVAILABLE = 52;
    private static final int UNWILLING_TO_PERFORM = 53;

    private final FakeDesk desk = new FakeDesk();
    private final FakeDesk.Message message = desk.leave();

    private Dialogue client() {
        return new Dialogue(desk);
    }

    private static String entry(FakeDesk.Message message) {
        return "ssmsMessageId=" + message.id() + "," + LICENSES;
    }

    private static String byId(FakeDesk.Message message) {
        return "(ssmsMessageId=" + message.id() + ")";
    }

    private static String byKid(FakeDesk.Message message) {
        return "(ssmsKid=" + message.kid() + ")";
    }

    @Test
    void d11_of_a_license_that_was_sent_nothing_is_left_in_the_memory_it_was_sent_from() throws Exception {
        Dialogue client = client().bindAsAlice().search(entry(message), BASE, ANY);
        assertThat(client.hears().entries()).hasSize(1);
        String license = desk.given.get(0);
        assertThat(client.isLeft(license)).isFalse();
        assertThat(client.isLeft(license.substring(0, 20))).isFalse();
    }

    // --- bind

    @Test
    void d11_nobody_is_anonymous() throws Exception {
        assertThat(client().bind("", "").hears().codes()).containsExactly(INAPPROPRIATE_AUTHENTICATION);
        assertThat(client().bind("uid=alice,ou=people,o=ssms", "").hears().codes())
                .as("RFC 4513 §5.1.2")
                .containsExactly(UNWILLING_TO_PERFORM);
        assertThat(client().search(entry(message), BASE, ANY).hears().codes()).containsExactly(BIND_FIRST);
        assertThat(client().bindAsAlice()
                        .bind("", "")
                        .search(entry(message), BASE, ANY)
                        .hears()
                        .codes())
                .as("RFC 4513 §4: a bind that fails leaves nobody bound")
                .containsExactly(SUCCESS, INAPPROPRIATE_AUTHENTICATION, BIND_FIRST);
        assertThat(desk.binds).containsExactly("alice");
        assertThat(desk.licenses).isEmpty();
    }

    @Test
    void d11_in_clear_no_password_is_looked_at_and_nothing_is_shown() throws Exception {
        Heard heard = client().inClear()
                .bindAsAlice()
                .search(entry(message), BASE, ANY)
                .sasl("PLAIN", "\0alice\0right")
                .hears();
        assertThat(heard.codes())
                .containsExactly(CONFIDENTIALITY_REQUIRED, CONFIDENTIALITY_REQUIRED, CONFIDENTIALITY_REQUIRED);
        assertThat(heard.entries()).isEmpty();
        assertThat(desk.binds).isEmpty();
    }

    @Test
    void d11_after_start_tls_it_goes_on_as_over_tls() throws Exception {
        Heard heard = client().inClear()
                .extended("1.3.6.1.4.1.1466.20037")
                .bindAsAlice()
                .search(entry(message), BASE, ANY)
                .extended("1.3.6.1.4.1.1466.20037")
                .hears();
        assertThat(heard.codes()).containsExactly(SUCCESS, SUCCESS, SUCCESS, OPERATIONS_ERROR);
        assertThat(heard.entries()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u:alice", "dn:uid=alice,ou=people,o=ssms"})
    void d11_sasl_plain_acts_for_nobody_else(String himself) throws Exception {
        assertThat(client().sasl("PLAIN", himself + "\0alice\0right")
                        .extended("1.3.6.1.4.1.4203.1.11.3")
                        .hears()
                        .answers()
                        .get(1)
                        .getExtendedResponseProtocolOp()
                        .getResponseValue()
                        .stringValue())
                .isEqualTo("u:alice");
        for (String other : List.of("u:bob", "bob", "dn:uid=bob,ou=people,o=ssms", "dn:", "u:")) {
            assertThat(client().sasl("PLAIN", other + "\0alice\0right").hears().codes())
                    .as(other)
                    .containsExactly(INVALID_CREDENTIALS);
        }
        assertThat(desk.binds).containsExactly("alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "alice", "\0alice", "\0alice\0", "\0alice\0right\0", "\0\0right", "\0a\u0001b\0right"})
    void d11_what_is_no_sasl_plain_is_wrong_and_no_guess(String credentials) throws Exception {
        assertThat(client().sasl("PLAIN", credentials).hears().codes()).containsExactly(INVALID_CREDENTIALS);
        assertThat(desk.binds).isEmpty();
    }

    @Test
    void d11_sasl_external_takes_the_certificate_of_the_connection() throws Exception {
        assertThat(client().says(new BindRequestProtocolOp("", "EXTERNAL", null))
                        .hears()
                        .codes())
                .as("none was shown")
                .containsExactly(INAPPROPRIATE_AUTHENTICATION);
        assertThat(client().sasl("EXTERNAL", "u:bob").hears().codes()).containsExactly(INVALID_CREDENTIALS);
        assertThat(client().sasl("SCRAM-SHA-256", "n,,n=alice,r=x").hears().codes())
                .containsExactly(AUTH_METHOD_NOT_SUPPORTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "uid=alice,ou=people,o=ssms|wrong|alice",
                "uid=bob,ou=people,o=ssms|right|bob",
                "UID=alice , OU=People,O=SSMS|wrong|alice",
                "uid=alice\\2cou\\3dpeople,ou=people,o=ssms|right|alice,ou=people",
                "uid=\\2a,ou=people,o=ssms|right|*"
            })
    void d11_a_wrong_name_or_password_is_one_answer_and_escapes_stay_data(String name, String password, String asked)
            throws Exception {
        assertThat(client().bind(name, password).hears().codes()).containsExactly(INVALID_CREDENTIALS);
        assertThat(desk.binds).containsExactly(asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cn=alice,ou=people,o=ssms",
                "uid=alice,o=ssms",
                "uid=alice",
                "uid=alice+cn=a,ou=people,o=ssms",
                "uid=x,uid=alice,ou=people,o=ssms",
                "ou=people,o=ssms",
                "alice",
                "uid=alice,ou=people,o=ssms,",
                "uid=\\00,ou=people,o=ssms"
            })
    void d11_names_that_no_user_has_are_asked_about_by_nobody(String name) throws Exception {
        assertThat(client().bind(name, FakeDesk.PASSWORD).hears().codes()).containsExactly(INVALID_CREDENTIALS);
        assertThat(desk.binds).isEmpty();
    }

    @Test
    void d11_whoever_has_to_wait_is_told_how_long() throws Exception {
        desk.bindRefusal = LdapResult.later(new LoginResult.Wait(Duration.ofMillis(1500)));
        Heard heard = client().bindAsAlice().hears();
        assertThat(heard.codes()).containsExactly(BUSY);
        assertThat(heard.lastText()).isEqualTo("try again in 2 s");
    }

    @Test
    void whoever_has_his_share_of_work_is_told_to_come_again() throws Exception {
        assertThat(client().withoutWorkers()
                        .bindAsAlice()
                        .search("", BASE, ANY)
                        .hears()
                        .codes())
                .containsExactly(BUSY, BUSY);
        assertThat(desk.binds).isEmpty();
    }

    @Test
    void d11_a_session_that_is_over_shows_nothing_any_more() throws Exception {
        assertThat(client().bindAsAlice()
                        .search(entry(message), BASE, ANY)
                        .hears()
                        .lastCode())
                .isEqualTo(SUCCESS);
        desk.isSessionGood = false;
        assertThat(client().bindAsAlice()
                        .search(entry(message), BASE, ANY)
                        .search("", BASE, ANY)
                        .hears()
                        .codes())
                .containsExactly(SUCCESS, BIND_FIRST, SUCCESS);
        assertThat(desk.licenses).hasSize(1);
    }

    @Test
    void d11_a_session_that_ends_between_two_searches_ends_the_bind() throws Exception {
        desk.goodAnswers = 1;
        Heard heard = client().bindAsAlice()
                .search(entry(message), BASE, ANY)
                .search(entry(message), BASE, ANY)
                .search(entry(message), BASE, ANY, "1.1")
                .hears();
        assertThat(heard.codes()).containsExactly(SUCCESS, SUCCESS, BIND_FIRST, BIND_FIRST);
        assertThat(heard.entries()).hasSize(1);
        assertThat(desk.repeated).isEmpty();
        assertThat(desk.looks).isEmpty();
        assertThat(desk.sessionsAsked).hasSize(2);
    }

    @Test
    void d11_every_request_of_who_has_bound_asks_whether_he_still_might() throws Exception {
        desk.goodAnswers = 0;
        for (Dialogue client : List.of(
                client().bindAsAlice().extended(Directory.WHO_AM_I),
                client().bindAsAlice().search("", BASE, ANY),
                client().bindAsAlice().says(new DeleteRequestProtocolOp(entry(message))))) {
            desk.sessionsAsked.clear();
            Heard heard = client.extended(Directory.WHO_AM_I).hears();
            assertThat(desk.sessionsAsked).as("and then nobody is bound").hasSize(1);
            assertThat(heard.answers()
                            .get(heard.answers().size() - 1)
                            .getExtendedResponseProtocolOp()
                            .getResponseValue()
                            .stringValue())
                    .isEmpty();
        }
    }

    // --- search

    static Stream<Arguments> waysToName() {
        return Stream.of(
                Arguments.of("entry", BASE, ANY),
                Arguments.of("entry", SUB, ANY),
                Arguments.of("entry", BASE, "(objectClass=ssmsLicense)"),
                Arguments.of("entry", BASE, "KID"),
                Arguments.of(LICENSES, ONE, "ID"),
                Arguments.of(LICENSES, SUB, "KID"),
                Arguments.of("OU=Licenses, O=SSMS", SUB, "(&KIDID)"),
                Arguments.of("o=ssms", SUB, "(&(objectClass=ssmsLicense)KID)"));
    }

    @ParameterizedTest
    @MethodSource("waysToName")
    void d11_one_entry_has_the_license_byte_for_byte(String base, SearchScope scope, String filter) throws Exception {
        desk.leave();
        Heard heard = client().bindAsAlice()
                .search(
                        base.replace("entry", entry(message)),
                        scope,
                        filter.replace("KID", byKid(message)).replaceFirst("(?<![A-Za-z])ID", byId(message)))
                .hears();
        assertThat(heard.codes()).containsExactly(SUCCESS, SUCCESS);
        assertThat(heard.entries()).hasSize(1);
        Entry license = heard.entries().get(0);
        assertThat(license.getDN()).isEqualTo(entry(message));
        assertThat(license.getAttributeValueBytes("ssmsLicense"))
                .isEqualTo(desk.given.get(0).getBytes(UTF_8));
        assertThat(license.getAttributeValue("ssmsKid")).isEqualTo(message.kid().toString());
        assertThat(license.getAttributeValue("ssmsMessageId"))
                .isEqualTo(message.id().value());
        assertThat(license.getObjectClassValues()).containsExactly("top", "ssmsLicense");
        assertThat(desk.licenses).hasSize(1);
        assertThat(desk.licenses.get(0).requester()).isEqualTo("alice");
        assertThat(desk.licenses.get(0).uses()).containsExactlyInAnyOrder(KeyUse.CENC, KeyUse.SRTP);
        assertThat(desk.licenses.get(0).address()).isEqualTo(Dialogue.PEER);
    }

    @Test
    void d11_a_repeated_search_on_one_bind_is_no_second_play_however_it_names_the_message() throws Exception {
        Heard heard = client().bindAsAlice()
                .search(entry(message), BASE, ANY)
                .search(LICENSES, ONE, byKid(message))
                .search(LICENSES, ONE, byId(message), "1.1")
                .bindAsAlice()
                .search(entry(message), BASE, ANY, "ssmsLicense")
                .hears();
        assertThat(heard.codes()).containsOnly(SUCCESS).hasSize(6);
        assertThat(desk.licenses).as("one for each bind").hasSize(2);
        assertThat(heard.entries()).hasSize(4);
        assertThat(heard.entries().get(1)).isEqualTo(heard.entries().get(0));
        assertThat(heard.entries().get(2).getAttributes()).isEmpty();
        assertThat(heard.entries().get(3).getAttributeValue("ssmsLicense")).isEqualTo(desk.given.get(1));
        assertThat(desk.looks).isEmpty();
    }

    @Test
    void d11_what_was_given_is_decided_on_again_before_it_is_shown_again() throws Exception {
        Heard heard = client().bindAsAlice()
                .search(entry(message), BASE, ANY)
                .search(entry(message), BASE, ANY)
                .search(LICENSES, ONE, byKid(message), "1.1")
                .hears();
        assertThat(heard.entries()).hasSize(3);
        assertThat(desk.repeated).hasSize(2);
        assertThat(desk.given.get(0)).contains(desk.repeated.get(0).toString());
    }

    @ParameterizedTest
    @CsvSource({"REPLAYED, 53", "REVOKED, 50", "EXPIRED, 50", "DESTROYED, 32", "UNKNOWN_KEY, 32"})
    void d11_what_does_not_stand_any_more_is_not_shown_again_and_forgotten(Reason reason, int code) throws Exception {
        desk.refusalAgain = reason;
        Heard heard = client().bindAsAlice()
                .search(entry(message), BASE, ANY)
                .search(entry(message), BASE, ANY)
                .hears();
        assertThat(heard.codes()).containsExactly(SUCCESS, SUCCESS, code);
        assertThat(heard.entries()).hasSize(1);
        assertThat(desk.licenses).hasSize(1);
        desk.repeated.clear();
        assertThat(client().bindAsAlice()
                        .search(entry(message), BASE, ANY)
                        .search(entry(message), BASE, ANY)
                        .search(entry(message), BASE, ANY)
                        .hears()
                        .codes())
                .containsExactly(SUCCESS, SUCCESS, code, SUCCESS);
        assertThat(desk.repeated)
                .as("the third asks the license server as if for the first time")
                .hasSize(1);
        assertThat(desk.licenses).hasSize(3);
    }

    @Test
    void d11_what_does_not_show_the_license_is_no_play() throws Exception {
        Heard heard = client().bindAsAlice()
                .search(entry(message), BASE, ANY, "1.1")
                .search(entry(message), BASE, ANY, true)
                .search(LICENSES, ONE, byKid(message), "ssmsMessageId")
                .search(entry(message), BASE, ANY, "ssmsLicense;binary", "objectclass", "nothing")
                .hears();
        assertThat(heard.codes()).containsOnly(SUCCESS).hasSize(5);
        assertThat(desk.licenses).isEmpty();
        assertThat(desk.looks).hasSize(4);
        List<Entry> entries = heard.entries();
        assertThat(entries.get(0).getAttributes()).isEmpty();
        assertThat(entries.get(1).getAttributes())
                .extracting(Attribute::getName)
                .containsExactly("objectClass", "ssmsMessageId", "ssmsKid", "ssmsLicense");
        assertThat(entries.get(1).getAttributes())
                .allSatisfy(name -> assertThat(name.hasValue()).isFalse());
        assertThat(entries.get(2).getAttributeValue("ssmsMessageId"))
                .isEqualTo(message.id().value());
        assertThat(entries.get(3).getAttributes())
                .extracting(Attribute::getName)
                .containsExactly("objectClass");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "ssmsLicense",
                "SSMSLICENSE",
                "2.25.147696107625034930011758702631320609784.1.3",
                "@ssmsLicense"
            })
    void d11_whatever_shows_the_license_is_a_play(String attribute) throws Exception {
        Heard heard = client().bindAsAlice()
                .search(entry(message), BASE, ANY, attribute)
                .hears();
        assertThat(heard.entries().get(0).getAttributeValue("ssmsLicense")).isEqualTo(desk.given.get(0));
    }

    static Stream<Arguments> nothingThere() {
        return Stream.of(
                Arguments.of("ssmsMessageId=2pwjg3aza58ygmy1vzewgrexd6,ou=licenses,o=ssms", BASE, ANY, NO_SUCH_OBJECT),
                Arguments.of("ssmsMessageId=\\2a\\29\\28uid=\\2a,ou=licenses,o=ssms", BASE, ANY, NO_SUCH_OBJECT),
                Arguments.of("ssmsMessageId=x+ssmsKid=y,ou=licenses,o=ssms", BASE, ANY, NO_SUCH_OBJECT),
                Arguments.of("cn=x,ou=licenses,o=ssms", BASE, ANY, NO_SUCH_OBJECT),
                Arguments.of("dc=example", SUB, "(ssmsMessageId=x)", NO_SUCH_OBJECT),
                Arguments.of("", SUB, "(ssmsMessageId=x)", NO_SUCH_OBJECT),
                Arguments.of("ou=people,o=ssms", SUB, ANY, NO_SUCH_OBJECT),
                Arguments.of("=", BASE, ANY, INVALID_DN_SYNTAX),
                Arguments.of(LICENSES, ONE, "(ssmsMessageId=2pwjg3aza58ygmy1vzewgrexd6)", SUCCESS),
                Arguments.of(LICENSES, ONE, "(ssmsMessageId=\\2a)", SUCCESS),
                Arguments.of(LICENSES, ONE, "(ssmsKid=\\2a\\29\\28uid=\\2a)", SUCCESS),
                Arguments.of(LICENSES, ONE, "(&(ssmsMessageId=a)(ssmsMessageId=b))", SUCCESS),
                Arguments.of(LICENSES, ONE, "(&(objectClass=person)(ssmsMessageId=a))", SUCCESS),
                Arguments.of(LICENSES, BASE, "(ssmsMessageId=a)", SUCCESS),
                Arguments.of("o=ssms", ONE, "(ssmsMessageId=a)", SUCCESS));
    }

    @ParameterizedTest
    @MethodSource("nothingThere")
    void d11_where_nothing_is_nothing_is_found(String base, SearchScope scope, String filter, int code)
            throws Exception {
        Heard heard = client().bindAsAlice().search(base, scope, filter).hears();
        assertThat(heard.codes()).containsExactly(SUCCESS, code);
        assertThat(heard.entries()).isEmpty();
        assertThat(desk.given).isEmpty();
    }

    @Test
    void d11_below_an_entry_there_is_nothing() throws Exception {
        Heard heard = client().bindAsAlice().search(entry(message), ONE, ANY).hears();
        assertThat(heard.codes()).containsExactly(SUCCESS, SUCCESS);
        assertThat(heard.entries()).isEmpty();
        assertThat(desk.licenses).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ANY,
                "(ssmsMessageId=*)",
                "(ssmsMessageId=2*)",
                "(ssmsMessageId>=2)",
                "(ssmsMessageId~=2)",
                "(|(ssmsMessageId=a)(ssmsMessageId=b))",
                "(!(ssmsMessageId=a))",
                "(&)",
                "(&(&(ssmsMessageId=a)))",
                "(ssmsMessageId:caseIgnoreMatch:=a)",
                "(cn=a)",
                "(ssmsLicense=a)"
            })
    void d11_nothing_can_be_listed(String filter) throws Exception {
        assertThat(client().bindAsAlice().search(LICENSES, SUB, filter).hears().codes())
                .containsExactly(SUCCESS, UNWILLING_TO_PERFORM);
        assertThat(desk.licenses).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_YET, 50, urn:ssms:not-yet",
        "EXPIRED, 50, urn:ssms:expired",
        "PLAYS_EXHAUSTED, 50, urn:ssms:plays-exhausted",
        "REVOKED, 50, urn:ssms:revoked",
        "DRM_TOO_WEAK, 50, urn:ssms:drm-too-weak",
        "REPLAYED, 53, urn:ssms:replayed",
        "MISMATCH, 53, urn:ssms:malformed"
    })
    void d11_a_refusal_has_the_name_that_it_has_over_http(Reason reason, int code, String name) throws Exception {
        desk.refusal = reason;
        for (String attribute : List.of("*", "1.1")) {
            Heard heard = client().bindAsAlice()
                    .search(LICENSES, ONE, byId(message), attribute)
                    .hears();
            assertThat(heard.lastCode()).isEqualTo(code);
            assertThat(heard.lastText()).isEqualTo(name);
            assertThat(heard.entries()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN_KEY", "NOT_ENTITLED", "DESTROYED", "NOT_REGISTERED"})
    void d11_unknown_and_foreign_are_one_answer(Reason reason) throws Exception {
        desk.refusal = reason;
        Heard heard = client().bindAsAlice()
                .search(entry(message), BASE, ANY)
                .search(LICENSES, ONE, byId(message))
                .hears();
        assertThat(heard.codes()).containsExactly(SUCCESS, NO_SUCH_OBJECT, SUCCESS);
        assertThat(heard.entries()).isEmpty();
    }

    @Test
    void d11_of_many_licenses_the_latest_are_kept() throws Exception {
        Dialogue client = client().bindAsAlice();
        for (int i = 0; i < GivenLicenses.MOST; i++) {
            client.search(entry(desk.leave()), BASE, ANY);
        }
        client.search(entry(message), BASE, ANY);
        client.search(entry(message), BASE, ANY);
        assertThat(client.hears().codes()).containsOnly(SUCCESS);
        assertThat(desk.licenses).hasSize(GivenLicenses.MOST + 1);
    }

    // --- everything else

    @Test
    void d11_the_root_and_the_schema_are_everybody_s() throws Exception {
        for (boolean inClear : new boolean[] {true, false}) {
            Dialogue client = inClear ? client().inClear() : client();
            Heard heard = client.search("", BASE, ANY)
                    .search("", BASE, "(objectClass=top)", "+")
                    .search("cn=schema", BASE, "(objectClass=subschema)", "*", "attributeTypes", "objectClasses")
                    .search("", BASE, "(objectClass=person)")
                    .search("", BASE, "(vendorName=*)")
                    .hears();
            assertThat(heard.codes()).containsExactly(SUCCESS, SUCCESS, SUCCESS, SUCCESS, UNWILLING_TO_PERFORM);
            assertThat(heard.entries()).hasSize(3);
            Entry root = heard.entries().get(0);
            assertThat(heard.entries().get(1)).isEqualTo(root);
            assertThat(root.getAttributeValues("supportedExtension")).contains("1.3.6.1.4.1.1466.20037");
            assertThat(root.hasAttribute("supportedSASLMechanisms"))
                    .as("no password in clear is asked for")
                    .isEqualTo(!inClear);
            Schema schema = new Schema(heard.entries().get(2));
            assertThat(schema.getObjectClass("ssmsLicense").getRequiredAttributes())
                    .containsExactly("ssmsMessageId", "ssmsKid", "ssmsLicense");
            assertThat(schema.getAttributeType("ssmsLicense").isSingleValued()).isTrue();
        }
        desk.takesCertificates = true;
        assertThat(client().search("", BASE, ANY)
                        .hears()
                        .entries()
                        .get(0)
                        .getAttributeValues("supportedSASLMechanisms"))
                .containsExactly("PLAIN", "EXTERNAL");
    }

    @Test
    void d11_nothing_is_changed_over_ldap() throws Exception {
        String name = entry(message);
        assertThat(client().bindAsAlice()
                        .says(new AddRequestProtocolOp(name, List.of(new Attribute("cn", "x"))))
                        .says(new ModifyRequestProtocolOp(
                                name, List.of(new Modification(ModificationType.REPLACE, "cn", "x"))))
                        .says(new DeleteRequestProtocolOp(name))
                        .says(new ModifyDNRequestProtocolOp(name, "cn=x", true, null))
                        .says(new CompareRequestProtocolOp(name, "cn", new ASN1OctetString("x")))
                        .extended("1.3.6.1.4.1.4203.1.11.1")
                        .hears()
                        .codes())
                .containsExactly(
                        SUCCESS,
                        UNWILLING_TO_PERFORM,
                        UNWILLING_TO_PERFORM,
                        UNWILLING_TO_PERFORM,
                        UNWILLING_TO_PERFORM,
                        UNWILLING_TO_PERFORM,
                        PROTOCOL_ERROR);
    }

    @Test
    void a_control_that_must_be_heeded_is_refused_and_another_one_ignored() throws Exception {
        Control critical = new Control("1.2.3.4", true);
        Control other = new Control("1.2.3.4", false);
        BindRequestProtocolOp bind = new BindRequestProtocolOp("uid=alice,ou=people,o=ssms", FakeDesk.PASSWORD);
        assertThat(client().says(bind, critical).hears().codes()).containsExactly(UNAVAILABLE_CRITICAL_EXTENSION);
        assertThat(client().says(bind, other).hears().codes()).containsExactly(SUCCESS);
    }

    @Test
    void a_fault_of_ours_tells_nothing_and_leaves_the_connection() throws Exception {
        desk.isDatabaseAway = true;
        Heard heard = client().bindAsAlice().search("", BASE, ANY).bindAsAlice().hears();
        assertThat(heard.codes()).containsExactly(UNAVAILABLE, SUCCESS, UNAVAILABLE);
        assertThat(heard.lastText()).isEqualTo("null");
    }

    static List<String> operations() {
        return Surplus.operations();
    }

    /** A decoder that leaves something takes it for the next request. */
    @ParameterizedTest
    @MethodSource("operations")
    void d11_an_element_too_much_ends_the_connection(String operation) throws Exception {
        byte[] bind = Dialogue.octets(
                new LDAPMessage(2, new BindRequestProtocolOp("uid=alice,ou=people,o=ssms", FakeDesk.PASSWORD)));
        assertThat(client().says(Surplus.message(operation, Surplus.all(bind, bind)))
                        .hears()
                        .answers())
                .isEmpty();
        assertThat(desk.binds).isEmpty();
    }

    @Test
    void d11_what_the_decoder_has_not_read_to_its_end_is_not_worked_on() throws Exception {
        byte[] unread = Dialogue.octets(new LDAPMessage(2, new UnbindRequestProtocolOp()));
        for (Function<LDAPListenerRequestHandler, @Nullable LDAPMessage> request : unfinished()) {
            assertThat(client().says(unread).isEndedBy(request)).isTrue();
        }
        assertThat(desk.binds).isEmpty();
        assertThat(desk.licenses).isEmpty();
    }

    private List<Function<LDAPListenerRequestHandler, @Nullable LDAPMessage>> unfinished() {
        BindRequestProtocolOp bind = new BindRequestProtocolOp("uid=alice,ou=people,o=ssms", FakeDesk.PASSWORD);
        return List.of(
                client -> client.processBindRequest(1, bind, List.of()),
                client -> client.processExtendedRequest(
                        1, new ExtendedRequestProtocolOp(Directory.START_TLS, null), List.of()),
                client -> client.processDeleteRequest(1, new DeleteRequestProtocolOp(entry(message)), List.of()),
                client -> {
                    client.processAbandonRequest(1, new AbandonRequestProtocolOp(1), List.of());
                    return null;
                });
    }

    @Test
    void what_is_no_request_ends_the_connection_and_nothing_else() throws Exception {
        byte[] garbage = {0x30, 0x03, 0x02, 0x01, 0x01};
        Heard heard = client().bindAsAlice().says(garbage).search("", BASE, ANY).hears();
        assertThat(heard.codes()).as("not even a notice").containsExactly(SUCCESS);
    }
}
