package org.ssms.license.ldap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1StreamReader;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.UnbindRequestProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {
    private static final byte[] UNBIND = hex("30050201034200");

    @Test
    void requests_come_one_after_the_other_until_the_client_ends() throws Exception {
        byte[] bind = Dialogue.octets(new LDAPMessage(1, new BindRequestProtocolOp("", "secret")));
        Requests requests = new Requests(new ByteArrayInputStream(both(bind, UNBIND)));
        assertThat(requests.readNBytes(bind.length)).isEqualTo(bind);
        assertThat(requests.available()).isZero();
        assertThat(requests.readNBytes(UNBIND.length)).isEqualTo(UNBIND);
        assertThat(requests.read()).isEqualTo(-1);
        assertThat(requests.read(new byte[4], 0, 4)).isEqualTo(-1);
    }

    @Test
    void nothing_beyond_a_request_is_read_before_it_is_asked_for() throws Exception {
        InputStream inClear = new ByteArrayInputStream(both(UNBIND, UNBIND));
        Requests requests = new Requests(inClear);
        assertThat(requests.readNBytes(UNBIND.length)).isEqualTo(UNBIND);
        assertThat(inClear.available()).isEqualTo(UNBIND.length);
        requests.goOnWith(new ByteArrayInputStream(new byte[0]));
        assertThat(requests.read())
                .as("what came in clear is no request any more")
                .isEqualTo(-1);
    }

    @Test
    void what_is_left_of_a_request_in_clear_is_not_taken_for_one_over_tls() throws Exception {
        Requests requests = new Requests(new ByteArrayInputStream(UNBIND));
        assertThat(requests.read()).isEqualTo(0x30);
        assertThatThrownBy(() -> requests.goOnWith(new ByteArrayInputStream(UNBIND)))
                .isInstanceOf(IOException.class);
    }

    static List<String> operations() {
        return Surplus.operations();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void d11_an_element_too_much_makes_it_no_request(String operation) {
        assertThat(RequestShape.read(Surplus.message(operation)))
                .as("without it")
                .isPresent();
        boolean hasFields = !operation.startsWith("42");
        assertThat(RequestShape.read(Surplus.message(operation, UNBIND))).isEmpty();
        assertThat(RequestShape.read(Surplus.message(operation, hex("a000")))).isEmpty();
        assertThat(RequestShape.read(Surplus.message(operation, hex(hasFields ? "050004820000" : "00"))))
                .isEmpty();
    }

    @Test
    void a_password_is_wiped_when_it_was_read_and_where_its_controls_were_taken_away() throws Exception {
        for (Control[] controls : new Control[][] {{}, {new Control("1.2.3", false)}, {new Control("1.2.3", true)}}) {
            byte[] bind = Dialogue.octets(new LDAPMessage(1, new BindRequestProtocolOp("", "secret"), controls));
            List<byte[]> read = new ArrayList<>();
            Requests requests = new Requests(new ByteArrayInputStream(bind) {
                @Override
                public int readNBytes(byte[] into, int offset, int length) {
                    read.add(into);
                    return super.readNBytes(into, offset, length);
                }
            });
            requests.readNBytes(requests.read() == 0x30 ? 2 : 0);
            byte[] left = new byte[requests.available()];
            assertThat(requests.read(left)).isEqualTo(left.length);
            assertThat(new String(left, UTF_8)).contains("secret");
            assertThat(read).hasSize(1);
            assertThat(read.get(0)).containsOnly(0);
        }
    }

    @Test
    void who_looks_ahead_reads_the_same_again() throws Exception {
        Requests requests = new Requests(new ByteArrayInputStream(both(UNBIND, UNBIND)));
        for (int i = 0; i < 2; i++) {
            requests.mark(1);
            assertThat(requests.read()).isEqualTo(0x30);
            requests.reset();
            assertThat(requests.readNBytes(UNBIND.length)).isEqualTo(UNBIND);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"30050201034200", "3081050201034200", "3084000000050201034200", "3006020103428100"})
    void lengths_may_be_written_longer_than_they_need(String unbind) throws Exception {
        Requests requests = new Requests(new ByteArrayInputStream(hex(unbind)));
        assertThat(requests.readNBytes(20)).isEqualTo(hex(unbind));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "16030102000100", // TLS in clear
                "31050201034200", // no sequence
                "3080020103420000", // no end that is known
                "3085000000000502010342", // a length of five octets
                "30847fffffff", // two gigabytes
                "3084ffffffff",
                "30824001", // one octet too many
                "3003020103", // nothing asked
                "30050201036100", // an answer
                "30060205010342", // the number of the message is longer than the rest
                "3009020500000000034200", // the number of the message is too long
                "300702010342030102", // what is inside goes beyond
                "30050201037f00", // tags of more octets
                "300c020103630704000a010004000400", // a search of three fields
                "3000"
            })
    void what_is_no_request_is_not_read(String odd) {
        Requests requests = new Requests(new ByteArrayInputStream(hex(odd)));
        assertThatThrownBy(() -> requests.readNBytes(1)).isInstanceOf(IOException.class);
    }

    @Test
    void a_request_that_stops_in_the_middle_is_none() {
        for (int length = 1; length < UNBIND.length; length++) {
            Requests requests = new Requests(new ByteArrayInputStream(UNBIND, 0, length));
            assertThatThrownBy(requests::read).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void the_longest_request_is_read_and_a_longer_one_is_not() throws Exception {
        int overhead = Dialogue.octets(bind(10_000)).length - 10_000;
        byte[] longest = Dialogue.octets(bind(Requests.LONGEST - overhead));
        assertThat(longest).hasSize(Requests.LONGEST);
        assertThat(new Requests(new ByteArrayInputStream(longest)).readNBytes(Requests.LONGEST))
                .isEqualTo(longest);
        Requests tooLong =
                new Requests(new ByteArrayInputStream(Dialogue.octets(bind(Requests.LONGEST - overhead + 1))));
        assertThatThrownBy(tooLong::read).hasMessageContaining("too long");
    }

    private static LDAPMessage bind(int password) {
        return new LDAPMessage(1, new BindRequestProtocolOp("", "x".repeat(password)));
    }

    /** The SDK keeps every number that it does not know (memory), and follows filters by recursion (stack). */
    @Test
    void numbers_that_the_decoder_would_keep_and_depths_that_it_would_follow_are_refused() throws Exception {
        byte[] search = Dialogue.octets(new LDAPMessage(
                1,
                new SearchRequestProtocolOp(
                        "",
                        SearchScope.SUB,
                        DereferencePolicy.ALWAYS,
                        0,
                        0,
                        false,
                        Filter.create("(cn=x)"),
                        List.of())));
        assertThat(RequestShape.read(search)).isPresent();
        int scope = 2 + 3 + 2 + 2;
        assertThat(Arrays.copyOfRange(search, scope, scope + 6)).isEqualTo(hex("0a01020a0103"));
        for (int at : new int[] {scope + 2, scope + 5}) {
            byte[] changed = search.clone();
            changed[at] = 4;
            assertThat(RequestShape.read(changed)).isEmpty();
            changed[at] = -1;
            assertThat(RequestShape.read(changed)).isEmpty();
        }
        byte[] modify = Dialogue.octets(new LDAPMessage(
                1, new ModifyRequestProtocolOp("", List.of(new Modification(ModificationType.REPLACE, "cn", "x")))));
        assertThat(RequestShape.read(modify)).isPresent();
        int kind = indexOf(modify, hex("0a0102"));
        modify[kind + 2] = 77;
        assertThat(RequestShape.read(modify)).isEmpty();
        assertThat(RequestShape.read(nested(5))).isPresent();
        assertThat(RequestShape.read(nested(20))).isEmpty();
        assertThat(RequestShape.read(nested(2000))).isEmpty();
    }

    @Test
    void controls_are_not_decoded_but_one_stands_for_those_that_must_be_heeded() throws Exception {
        Control some = new Control("1.2.3", false, new ASN1OctetString("{".repeat(1000)));
        Control critical = new Control("1.2.4", true);
        assertThat(controlsOf(some)).isEmpty();
        assertThat(controlsOf(some, critical)).containsExactly("1.1 true");
        assertThat(controlsOf()).isEmpty();
        byte[] odd = hex("300a020103420004033030ff");
        odd[7] = (byte) 0xa0;
        assertThat(RequestShape.read(odd)).isEmpty();
    }

    private static List<String> controlsOf(Control... controls) throws Exception {
        byte[] octets = Dialogue.octets(new LDAPMessage(77, new UnbindRequestProtocolOp(), controls));
        ASN1StreamReader reader =
                new ASN1StreamReader(new Requests(new ByteArrayInputStream(octets)), Requests.LONGEST);
        LDAPMessage read = LDAPMessage.readFrom(reader, false);
        assertThat(read.getMessageID()).isEqualTo(77);
        assertThat(read.getProtocolOpType()).isEqualTo(LDAPMessage.PROTOCOL_OP_TYPE_UNBIND_REQUEST);
        return read.getControls().stream()
                .map(control -> control.getOID() + " " + control.isCritical())
                .toList();
    }

    private static byte[] nested(int depth) throws Exception {
        Filter filter = Filter.createEqualityFilter("cn", "x");
        for (int i = 0; i < depth; i++) {
            filter = Filter.createNOTFilter(filter);
        }
        return Dialogue.octets(new LDAPMessage(
                1,
                new SearchRequestProtocolOp(
                        "", SearchScope.BASE, DereferencePolicy.NEVER, 0, 0, false, filter, List.of())));
    }

    private static int indexOf(byte[] octets, byte[] wanted) {
        int at = 0;
        while (!Arrays.equals(octets, at, at + wanted.length, wanted, 0, wanted.length)) {
            at++;
        }
        return at;
    }

    private static byte[] both(byte[] one, byte[] other) {
        byte[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
