package org.ssms.license.ldap;

import static com.unboundid.ldap.sdk.SearchScope.BASE;
import static com.unboundid.ldap.sdk.SearchScope.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.protocol.AbandonRequestProtocolOp;
import com.unboundid.ldap.protocol.AddRequestProtocolOp;
import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.CompareRequestProtocolOp;
import com.unboundid.ldap.protocol.DeleteRequestProtocolOp;
import com.unboundid.ldap.protocol.ExtendedRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ModifyRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.UnbindRequestProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ssms.license.ldap.Dialogue.Heard;

/** Whatever comes after a bind, the thread ends, what is answered can be read, and nobody gets what is not his. */
class LdapFuzzTest {
    private static final int PDUS = 100_000;
    private static final int MOST_CHANGES = 6;

    private final FakeDesk desk = new FakeDesk();
    private final FakeDesk.Message message = desk.leave();
    private final List<byte[]> requests = requests();

    private List<byte[]> requests() {
        String name = "ssmsMessageId=" + message.id() + ",ou=licenses,o=ssms";
        return List.of(
                octets(new LDAPMessage(2, new BindRequestProtocolOp("uid=alice,ou=people,o=ssms", "wrong"))),
                octets(new LDAPMessage(
                        2, new BindRequestProtocolOp("", "PLAIN", new ASN1OctetString("\0alice\0wrong")))),
                octets(new LDAPMessage(2, new BindRequestProtocolOp("", "EXTERNAL", null))),
                octets(search(name, BASE, "(objectClass=*)")),
                octets(search(
                        "ou=licenses,o=ssms", ONE, "(&(objectClass=ssmsLicense)(ssmsKid=" + message.kid() + "))")),
                octets(search("ou=licenses,o=ssms", ONE, "(|(ssmsMessageId=a*b)(!(cn:caseExactMatch:=x)))")),
                octets(search("", BASE, "(objectClass=*)")),
                octets(search("cn=schema", BASE, "(objectClass=subschema)")),
                octets(new LDAPMessage(2, new ExtendedRequestProtocolOp("1.3.6.1.4.1.4203.1.11.3", null))),
                octets(new LDAPMessage(2, new ExtendedRequestProtocolOp("1.3.6.1.4.1.1466.20037", null))),
                octets(new LDAPMessage(2, new AbandonRequestProtocolOp(1))),
                octets(new LDAPMessage(2, new UnbindRequestProtocolOp())),
                octets(new LDAPMessage(2, new AddRequestProtocolOp(name, List.of(new Attribute("cn", "x", "y"))))),
                octets(new LDAPMessage(2, new DeleteRequestProtocolOp(name))),
                octets(new LDAPMessage(2, new CompareRequestProtocolOp(name, "cn", new ASN1OctetString("x")))),
                octets(new LDAPMessage(
                        2,
                        new ModifyRequestProtocolOp(name, List.of(new Modification(ModificationType.ADD, "cn", "x"))))),
                octets(new LDAPMessage(
                        2,
                        new ExtendedRequestProtocolOp("1.2.3", new ASN1OctetString("value")),
                        new Control("1.2.840.113556.1.4.319", false, new ASN1OctetString("page")))));
    }

    private static byte[] octets(LDAPMessage message) {
        return Dialogue.octets(message);
    }

    private static LDAPMessage search(String base, SearchScope scope, String filter) {
        try {
            return new LDAPMessage(
                    2,
                    new SearchRequestProtocolOp(
                            base,
                            scope,
                            DereferencePolicy.NEVER,
                            0,
                            0,
                            false,
                            Filter.create(filter),
                            List.of("ssmsLicense", "ssmsKid")));
        } catch (LDAPException e) {
            throw new IllegalArgumentException(filter, e);
        }
    }

    @Test
    void d11_a_hundred_thousand_odd_requests_end_as_they_should() throws Exception {
        Random random = new Random(20_261_128); // fixed seed: a failure repeats
        int answered = 0;
        for (int i = 0; i < PDUS; i++) {
            byte[] odd = changed(requests.get(random.nextInt(requests.size())), random);
            Heard heard = new Dialogue(desk).bindAsAlice().says(odd).hears();
            assertThat(heard.codes()).as("bind before request %s", i).startsWith(0);
            assertThat(heard.answers().size()).as("answers to request %s", i).isLessThanOrEqualTo(3);
            answered += heard.answers().size() > 1 ? 1 : 0;
        }
        assertThat(answered).as("of %s", PDUS).isBetween(PDUS / 20, PDUS - PDUS / 20);
        assertThat(desk.binds).contains("alice");
        assertThat(desk.given).as("some reach the desk").isNotEmpty();
        assertThat(desk.given)
                .allSatisfy(license -> assertThat(license).contains(message.id().value()));
    }

    @Test
    void d11_before_a_bind_nothing_reaches_the_desk_but_binds() throws Exception {
        Random random = new Random(4711); // fixed seed: a failure repeats
        for (int i = 0; i < PDUS / 10; i++) {
            byte[] odd = changed(requests.get(random.nextInt(requests.size())), random);
            Dialogue client = new Dialogue(desk);
            (random.nextBoolean() ? client.inClear() : client).says(odd).hears();
        }
        assertThat(desk.licenses).isEmpty();
        assertThat(desk.looks).isEmpty();
    }

    @Test
    void any_octets_are_no_request() throws Exception {
        Random random = new Random(99); // fixed seed: a failure repeats
        for (int i = 0; i < PDUS / 10; i++) {
            byte[] octets = new byte[random.nextInt(300)];
            random.nextBytes(octets);
            assertThat(new Dialogue(desk).says(octets).hears().answers()).isEmpty();
        }
    }

    private static byte[] changed(byte[] request, Random random) {
        byte[] changed = request.clone();
        int changes = random.nextInt(MOST_CHANGES);
        for (int i = 0; i < changes && changed.length > 0; i++) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(6)) {
                case 0 -> changed[at] = (byte) random.nextInt(256);
                case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> changed = Arrays.copyOf(changed, at);
                case 3 -> changed = without(changed, at);
                case 4 -> changed = with(changed, at, random);
                default -> changed[at] = 0;
            }
        }
        if (random.nextBoolean() && changed.length > 2 && changed.length < 128) {
            changed[1] = (byte) (changed.length - 2); // so that more of them are read at all
        }
        return changed;
    }

    private static byte[] without(byte[] octets, int at) {
        byte[] shorter = Arrays.copyOf(octets, octets.length - 1);
        System.arraycopy(octets, at + 1, shorter, at, octets.length - at - 1);
        return shorter;
    }

    private static byte[] with(byte[] octets, int at, Random random) {
        byte[] longer = Arrays.copyOf(octets, octets.length + 1);
        System.arraycopy(octets, at, longer, at + 1, octets.length - at);
        longer[at] = (byte) random.nextInt(256);
        return longer;
    }
}
