package org.ssms.location;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssms.location.RegistrationResult.Refused;

class BindingSetTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final LocationConfig.RegistrarLimits LIMITS =
            new LocationConfig.RegistrarLimits(Duration.ofMinutes(1), Duration.ofHours(1), 3);
    private static final Flow FLOW = new Flow("UDP", "192.0.2.7", 5062);

    private final List<Binding> kept = new ArrayList<>();
    private Instant clock = NOW;

    @Test
    void a_contact_is_bound_to_the_flow_it_came_by() {
        assertThat(register("a", 1, contact("sip:bob@10.0.0.1"))).isEmpty();
        assertThat(contacts())
                .containsExactly(new Contact("sip:bob@10.0.0.1", 1000, FLOW, List.of(), NOW.plusSeconds(3600)));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-, -, 3600", "120, -, 120", "120, 60, 60", "-, 61, 61", "7200, -, 3600", "-, 4294967295, 3600"})
    void the_contacts_own_expiry_goes_before_the_header_and_the_longest_is_ours(
            @Nullable Long header, @Nullable Long parameter, long granted) {
        register("a", 1, header, new RequestedBinding("sip:bob@10.0.0.1", null, parameter, null, null));
        assertThat(contacts().get(0).expiresAt()).isEqualTo(NOW.plusSeconds(granted));
    }

    @Test
    void several_contacts_come_back_by_q() {
        register("a", 1, contact("sip:low@h", 100), contact("sip:high@h", 900), contact("sip:mid@h", 500));
        assertThat(contacts()).extracting(Contact::uri).containsExactly("sip:high@h", "sip:mid@h", "sip:low@h");
    }

    @Test
    void a_newer_request_of_the_same_call_renews_a_binding() {
        register("a", 1, contact("sip:bob@10.0.0.1"));
        register("a", 2, 60L, contact("sip:bob@10.0.0.1", 300));
        assertThat(contacts())
                .containsExactly(new Contact("sip:bob@10.0.0.1", 300, FLOW, List.of(), NOW.plusSeconds(60)));
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void a_late_or_repeated_request_of_the_same_call_changes_nothing(long cseq) {
        register("a", 2, contact("sip:bob@10.0.0.1", 500));
        assertThat(register("a", cseq, 0L, contact("sip:bob@10.0.0.1"), contact("sip:bob@10.0.0.2")))
                .get()
                .extracting(Refused::status)
                .isEqualTo(500);
        assertThat(contacts()).extracting(Contact::qMillis).containsExactly(500);
    }

    @Test
    void after_a_reboot_the_phone_has_another_call_and_counts_anew() {
        register("before", 900, contact("sip:bob@10.0.0.1"));
        assertThat(register("after", 1, contact("sip:bob@10.0.0.1"))).isEmpty();
        assertThat(contacts()).hasSize(1);
    }

    @Test
    void expires_0_removes_this_binding_and_no_other() {
        register("a", 1, contact("sip:bob@10.0.0.1"), contact("sip:bob@10.0.0.2"));
        assertThat(register("a", 2, 0L, contact("sip:bob@10.0.0.1"))).isEmpty();
        assertThat(contacts()).extracting(Contact::uri).containsExactly("sip:bob@10.0.0.2");
    }

    @Test
    void removing_what_was_never_there_is_no_mistake() {
        assertThat(register("a", 1, 0L, contact("sip:bob@10.0.0.1"))).isEmpty();
        assertThat(contacts()).isEmpty();
    }

    @Test
    void a_star_with_expires_0_removes_all() {
        register("a", 1, contact("sip:bob@10.0.0.1"), contact("sip:bob@10.0.0.2"));
        assertThat(star("b", 1, 0L)).isEmpty();
        assertThat(contacts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-", "60"})
    void a_star_with_anything_else_is_refused(@Nullable Long expires) {
        register("a", 1, contact("sip:bob@10.0.0.1"));
        assertThat(star("b", 1, expires)).get().extracting(Refused::status).isEqualTo(400);
        assertThat(contacts()).hasSize(1);
    }

    @Test
    void a_star_beside_a_contact_is_refused() {
        Registration both = new Registration("bob", "a", 1, List.of(contact("sip:bob@h")), true, 0L, FLOW, List.of());
        assertThat(carryOut(both)).get().extracting(Refused::status).isEqualTo(400);
    }

    @Test
    void a_late_star_changes_nothing() {
        register("a", 5, contact("sip:bob@10.0.0.1"));
        assertThat(star("a", 4, 0L)).get().extracting(Refused::status).isEqualTo(500);
        assertThat(contacts()).hasSize(1);
    }

    @Test
    void too_short_an_interval_is_refused_with_the_shortest() {
        assertThat(register("a", 1, 59L, contact("sip:bob@10.0.0.1")))
                .contains(new Refused(423, "Interval Too Brief", 60L));
        assertThat(contacts()).isEmpty();
    }

    @Test
    void one_bad_contact_refuses_all_of_them() {
        register("a", 1, contact("sip:bob@10.0.0.1", 500));
        assertThat(register("a", 2, contact("sip:bob@10.0.0.1", 900), contact("tel:+4930123456")))
                .get()
                .extracting(Refused::status)
                .isEqualTo(400);
        assertThat(contacts()).extracting(Contact::qMillis).containsExactly(500);
    }

    @Test
    void of_more_contacts_than_allowed_the_oldest_goes() {
        register("a", 1, contact("sip:bob@h1"), contact("sip:bob@h2"), contact("sip:bob@h3"));
        assertThat(register("a", 2, contact("sip:bob@h4"))).isEmpty();
        assertThat(contacts())
                .extracting(Contact::uri)
                .containsExactlyInAnyOrder("sip:bob@h2", "sip:bob@h3", "sip:bob@h4");
        assertThat(register("a", 4, contact("sip:bob@h5"), expiring("sip:bob@h3")))
                .isEmpty();
        assertThat(contacts())
                .extracting(Contact::uri)
                .containsExactlyInAnyOrder("sip:bob@h2", "sip:bob@h4", "sip:bob@h5");
    }

    @Test
    void more_contacts_at_once_than_allowed_are_refused() {
        RequestedBinding[] many = IntStream.rangeClosed(0, LIMITS.maxBindings())
                .mapToObj(i -> contact("sip:bob@h" + i))
                .toArray(RequestedBinding[]::new);
        assertThat(register("a", 1, many)).get().extracting(Refused::status).isEqualTo(403);
    }

    @Test
    void a_phone_whose_port_changes_replaces_its_own_binding() {
        for (int port = 5060; port < 5080; port++) {
            RequestedBinding phone = new RequestedBinding("sip:bob@10.0.0.1:" + port, null, null, "urn:uuid:1", null);
            assertThat(register("call" + port, 1, phone)).isEmpty();
            assertThat(contacts()).hasSize(1);
        }
    }

    @Test
    void a_phone_that_takes_back_its_old_address_keeps_the_new_one() {
        register("a", 1, new RequestedBinding("sip:bob@10.0.0.1:5060", null, null, "urn:uuid:1", null));
        register("a", 2, new RequestedBinding("sip:bob@10.0.0.1:5062", null, null, "urn:uuid:1", null));
        assertThat(register("a", 3, new RequestedBinding("sip:bob@10.0.0.1:5060", null, 0L, "urn:uuid:1", null)))
                .isEmpty();
        assertThat(contacts()).extracting(Contact::uri).containsExactly("sip:bob@10.0.0.1:5062");
    }

    @Test
    void a_phone_that_forgets_its_ports_pushes_out_itself_and_not_the_one_beside_it() {
        register("x", 1, contact("sip:bob@desk")); // from the same NAT
        clock = NOW.plus(Duration.ofMinutes(50)); // its next REGISTER is yet to come
        for (int port = 5060; port < 5080; port++) {
            assertThat(register("call" + port, 1, contact("sip:bob@10.0.0.1:" + port)))
                    .isEmpty();
            clock = clock.plusSeconds(1);
        }
        assertThat(contacts())
                .extracting(Contact::uri)
                .hasSize(LIMITS.maxBindings())
                .contains("sip:bob@desk", "sip:bob@10.0.0.1:5079");
    }

    @Test
    void of_two_soft_phones_of_one_computer_the_one_that_moved_pushes_out_itself() {
        register("beside", 1, contact("sip:bob@10.0.0.1:5070"));
        clock = NOW.plusSeconds(1);
        register("a", 1, contact("sip:bob@10.0.0.1:5060"));
        register("x", 1, contact("sip:bob@desk"));
        clock = NOW.plusSeconds(60);
        assertThat(register("a", 2, contact("sip:bob@10.0.0.1:5062"))).isEmpty();
        assertThat(contacts())
                .extracting(Contact::uri)
                .containsExactlyInAnyOrder("sip:bob@10.0.0.1:5070", "sip:bob@desk", "sip:bob@10.0.0.1:5062");
    }

    @Test
    void a_phone_whose_user_part_is_another_each_time_is_known_by_its_call() {
        register("x", 1, contact("sip:bob@desk"));
        clock = NOW.plus(Duration.ofMinutes(50));
        for (int i = 1; i < 20; i++) {
            assertThat(register("same", i, contact("sip:" + i + "@10.0.0.1:5060")))
                    .isEmpty();
        }
        assertThat(contacts()).extracting(Contact::uri).contains("sip:bob@desk", "sip:19@10.0.0.1:5060");
    }

    @Test
    void of_phones_that_have_nothing_in_common_the_one_goes_whose_time_is_almost_up() {
        register("a", 1, 3600L, contact("sip:bob@h1"));
        clock = NOW.plusSeconds(100);
        register("b", 1, 60L, contact("sip:bob@h2"));
        register("c", 1, 3600L, contact("sip:bob@h3"));
        clock = NOW.plusSeconds(155);
        register("d", 1, contact("sip:bob@h4"));
        assertThat(contacts())
                .extracting(Contact::uri)
                .containsExactlyInAnyOrder("sip:bob@h1", "sip:bob@h3", "sip:bob@h4");
    }

    @Test
    void a_phone_that_once_does_not_name_its_flow_keeps_its_flows() {
        register("a", 1, flow("sip:bob@10.0.0.1:5060", "urn:uuid:1", 1));
        register("b", 1, flow("sip:bob@10.0.0.1:5062", "urn:uuid:1", 2));
        register("c", 1, new RequestedBinding("sip:bob@10.0.0.1:5064", null, null, "urn:uuid:1", null));
        assertThat(contacts()).hasSize(3);
    }

    @Test
    void two_contacts_of_a_phone_are_two_bindings() {
        register(
                "a",
                1,
                new RequestedBinding("sip:bob@10.0.0.1:5060", null, null, "urn:uuid:1", null),
                new RequestedBinding("sip:bob@10.0.0.1:5062", null, null, "urn:uuid:1", null));
        assertThat(contacts()).hasSize(2);
    }

    @Test
    void a_contact_said_twice_is_bound_once_as_said_last() {
        assertThat(register("a", 1, contact("sip:bob@h", 100), contact("sip:bob@H", 200)))
                .isEmpty();
        assertThat(contacts()).extracting(Contact::qMillis).containsExactly(200);
    }

    @Test
    void a_phone_that_moved_replaces_the_binding_of_its_flow() {
        register("a", 1, flow("sip:bob@10.0.0.1", "urn:uuid:1", 1));
        assertThat(register("b", 1, flow("sip:bob@172.16.0.9", "urn:uuid:1", 1)))
                .isEmpty();
        assertThat(contacts()).extracting(Contact::uri).containsExactly("sip:bob@172.16.0.9");
    }

    @Test
    void two_flows_of_a_phone_are_two_bindings_even_with_one_uri() {
        register("a", 1, flow("sip:bob@10.0.0.1", "urn:uuid:1", 1));
        register("a", 2, flow("sip:bob@10.0.0.1", "urn:uuid:1", 2));
        register("b", 1, flow("sip:bob@10.0.0.1", "urn:uuid:2", 1));
        assertThat(contacts()).hasSize(3);
    }

    @Test
    void a_phone_that_learned_to_name_its_flow_does_not_ring_twice() {
        register("a", 1, contact("sip:bob@10.0.0.1"));
        register("b", 1, flow("sip:bob@10.0.0.1", "urn:uuid:1", 1));
        assertThat(contacts()).hasSize(1);
    }

    @Test
    void reg_id_without_instance_means_nothing() {
        register("a", 1, new RequestedBinding("sip:bob@10.0.0.1", null, null, null, 1));
        register("b", 1, new RequestedBinding("sip:bob@10.0.0.2", null, null, null, 1));
        assertThat(contacts()).hasSize(2);
    }

    @Test
    void flows_come_one_at_a_time() {
        assertThat(register("a", 1, flow("sip:bob@h1", "urn:uuid:1", 1), contact("sip:bob@h2")))
                .get()
                .extracting(Refused::status)
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"1001, 60, 1", "-1, 60, 1", "500, -60, 1", "500, 60, 0"})
    void what_is_out_of_range_is_refused(int q, long expires, int regId) {
        assertThat(register("a", 1, new RequestedBinding("sip:bob@h", q, expires, "urn:uuid:1", regId)))
                .get()
                .extracting(Refused::status)
                .isEqualTo(400);
    }

    @Test
    void the_path_is_kept_in_its_order() {
        List<String> path = List.of("<sip:edge1.example.org;lr>", "<sip:edge2.example.org;lr>");
        carryOut(new Registration("bob", "a", 1, List.of(contact("sip:bob@h")), false, null, FLOW, path));
        assertThat(contacts().get(0).path()).isEqualTo(path);
    }

    /** Against the simplest model that can be right: a map from URI to the last word about it. */
    @Test
    void any_sequence_of_requests_leaves_what_the_model_says() {
        Random random = new Random(20_261_123); // fixed seed: a failure repeats
        for (int run = 0; run < 200; run++) {
            kept.clear();
            Map<String, Word> model = new LinkedHashMap<>();
            for (int step = 0; step < 60; step++) {
                List<RequestedBinding> wanted = new ArrayList<>();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    wanted.add(new RequestedBinding(
                            "sip:bob@h" + random.nextInt(5),
                            random.nextInt(1001),
                            (long) random.nextInt(4) * 40,
                            null,
                            null));
                }
                String call = "call" + random.nextInt(2);
                long cseq = random.nextInt(30);
                boolean expected = expect(model, call, cseq, wanted);
                Optional<Refused> refused = register(call, cseq, wanted.toArray(RequestedBinding[]::new));
                assertThat(refused.isEmpty())
                        .as("run %d step %d: %s", run, step, refused)
                        .isEqualTo(expected);
                Map<String, Integer> left = new HashMap<>();
                contacts().forEach(contact -> left.put(contact.uri(), contact.qMillis()));
                Map<String, Integer> meant = new HashMap<>();
                model.forEach((uri, word) -> meant.put(uri, word.q()));
                assertThat(left).as("run %d step %d", run, step).isEqualTo(meant);
            }
        }
    }

    private record Word(String call, long cseq, int q) {}

    private static boolean expect(Map<String, Word> model, String call, long cseq, List<RequestedBinding> wanted) {
        Map<String, Word> next = new LinkedHashMap<>(model);
        Map<String, RequestedBinding> last = new LinkedHashMap<>();
        for (RequestedBinding binding : wanted) {
            last.remove(binding.uri());
            last.put(binding.uri(), binding);
        }
        for (RequestedBinding binding : last.values()) {
            long expires = binding.expires() == null ? 3600 : binding.expires();
            Word before = model.get(binding.uri());
            boolean late = before != null && before.call().equals(call) && before.cseq() >= cseq;
            if (late || (expires > 0 && expires < 60)) {
                return false;
            }
            if (expires == 0) {
                next.remove(binding.uri());
            } else {
                next.put(binding.uri(), new Word(call, cseq, binding.qMillis() == null ? 1000 : binding.qMillis()));
            }
        }
        List<String> first = next.keySet().stream()
                .filter(uri -> call.equals(Objects.requireNonNull(next.get(uri)).call()))
                .toList();
        for (String oldest : Stream.concat(first.stream(), List.copyOf(next.keySet()).stream())
                .toList()) {
            if (next.size() > LIMITS.maxBindings() && !last.containsKey(oldest)) {
                next.remove(oldest);
            }
        }
        model.clear();
        model.putAll(next);
        return true;
    }

    private Optional<Refused> register(String callId, long cseq, RequestedBinding... contacts) {
        return register(callId, cseq, null, contacts);
    }

    private Optional<Refused> register(String callId, long cseq, @Nullable Long expires, RequestedBinding... contacts) {
        return carryOut(new Registration("bob", callId, cseq, List.of(contacts), false, expires, FLOW, List.of()));
    }

    private Optional<Refused> star(String callId, long cseq, @Nullable Long expires) {
        return carryOut(new Registration("bob", callId, cseq, List.of(), true, expires, FLOW, List.of()));
    }

    /** As the registrar does with the database. */
    private Optional<Refused> carryOut(Registration registration) {
        BindingSet bindings = new BindingSet(kept, LIMITS, clock);
        Optional<Refused> refused = bindings.apply(registration);
        if (refused.isPresent()) {
            assertThat(bindings.added()).isEmpty();
            assertThat(bindings.removed()).isEmpty();
        }
        kept.removeAll(bindings.removed());
        kept.addAll(bindings.added());
        assertThat(bindings.contacts()).isEqualTo(contacts());
        return refused;
    }

    private List<Contact> contacts() {
        return kept.stream().sorted(Binding.BY_PREFERENCE).map(Binding::contact).toList();
    }

    private static RequestedBinding contact(String uri) {
        return new RequestedBinding(uri, null, null, null, null);
    }

    private static RequestedBinding contact(String uri, int q) {
        return new RequestedBinding(uri, q, null, null, null);
    }

    private static RequestedBinding expiring(String uri) {
        return new RequestedBinding(uri, null, 0L, null, null);
    }

    private static RequestedBinding flow(String uri, String instance, int regId) {
        return new RequestedBinding(uri, null, null, instance, regId);
    }
}
