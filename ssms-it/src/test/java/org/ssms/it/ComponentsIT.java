package org.ssms.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/**
 * What the EAR carries is what the bills of materials say, and somebody has looked at each component:
 * docs/components.md.
 */
class ComponentsIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    /** The SIP container is in its WAR; all else that the WARs carry the EAR has, too. */
    private static final List<String> BILLS = List.of("ssms-ear", "ssms-license-war", "ssms-sip-war");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\| ([^|]+) \\|$");
    private static final Pattern ACCEPTED = Pattern.compile("none known|((CVE|GHSA)-[0-9A-Za-z-]+: .{20,})");
    private static final Pattern CLASSIFIER = Pattern.compile("[?&]classifier=([^&]+)");

    /** One jar of a bill. */
    private record Component(String group, String name, String classifier, String version, String licence) {
        boolean isOurs() {
            return group.equals("org.ssms") && !name.equals("restcomm-jakarta");
        }

        String row() {
            return group + ":" + name + (classifier.isEmpty() ? "" : ":" + classifier) + ":" + version + " | "
                    + licence;
        }

        /** In {@code lib} of the EAR, in {@code WEB-INF/lib} of a WAR. */
        Stream<String> files() {
            String end = (classifier.isEmpty() ? "" : "-" + classifier) + ".jar";
            return Stream.of(name + end, name + "-" + version + end);
        }
    }

    private final Set<Component> components = components();
    private final Set<String> entries = new TreeSet<>();

    ComponentsIT() throws IOException {
        Path ear = Path.of(System.getProperty("ssms.it.deployment"));
        list("", Files.newInputStream(ear));
    }

    @Test
    void every_component_is_reviewed_and_no_review_is_stale() throws IOException {
        List<String> reviewed = ROW.matcher(Files.readString(ROOT.resolve("docs/components.md"), UTF_8))
                .results()
                .map(row -> row.group(1) + " | " + row.group(2).strip())
                .toList();
        assertThat(reviewed).doesNotHaveDuplicates();
        assertThat(reviewed)
                .containsExactlyInAnyOrderElementsOf(components.stream()
                        .filter(component -> !component.isOurs())
                        .map(Component::row)
                        .toList());
    }

    @Test
    void every_accepted_finding_has_its_reason() throws IOException {
        assertThat(ROW.matcher(Files.readString(ROOT.resolve("docs/components.md"), UTF_8))
                        .results()
                        .map(row -> row.group(3).strip()))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding).matches(ACCEPTED));
    }

    @Test
    void every_jar_of_the_ear_is_in_a_bill_and_the_other_way_round() {
        Set<String> known = components.stream().flatMap(Component::files).collect(Collectors.toSet());
        Set<String> jars = entries.stream()
                .filter(entry -> entry.endsWith(".jar"))
                .map(entry -> entry.substring(entry.lastIndexOf('/') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(jars).hasSizeGreaterThan(10).isSubsetOf(known);
        assertThat(components.stream()
                        .filter(component -> !component.isOurs())
                        .filter(component -> component.files().noneMatch(jars::contains)))
                .as("in a bill only")
                .isEmpty();
    }

    @Test
    void neither_a_resolver_that_nobody_asks_nor_ruby_is_in_the_ear() {
        assertThat(entries)
                .anyMatch(entry -> entry.contains("/org/mobicents/servlet/sip/core/"))
                .noneMatch(entry -> entry.contains("dnsjava") || entry.contains("/org/xbill/"))
                .noneMatch(entry -> entry.contains("ruby"));
    }

    /** Names of all entries, those in archives within behind the name of their archive. */
    private void list(String prefix, InputStream archive) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(archive)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = prefix + "/" + entry.getName();
                entries.add(name);
                if (name.endsWith(".jar") || name.endsWith(".war")) {
                    list(name, new ByteArrayInputStream(zip.readAllBytes()));
                }
            }
        }
    }

    private static Set<Component> components() throws IOException {
        List<Component> all = new ArrayList<>();
        for (String module : BILLS) {
            Path bill = ROOT.resolve(module).resolve("target/bom.json");
            try {
                Map<String, Object> json = JSONObjectUtils.parse(Files.readString(bill, UTF_8));
                for (Map<String, Object> component : JSONObjectUtils.getJSONObjectArray(json, "components")) {
                    if (text(component, "purl").contains("type=jar")
                            || text(component, "purl").contains("type=ejb")) {
                        all.add(component(component));
                    }
                }
            } catch (ParseException e) {
                throw new IOException(bill.toString(), e);
            }
        }
        return Set.copyOf(all);
    }

    private static Component component(Map<String, Object> json) throws ParseException {
        String classifier = CLASSIFIER
                .matcher(text(json, "purl"))
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElse("");
        return new Component(text(json, "group"), text(json, "name"), classifier, text(json, "version"), licence(json));
    }

    private static String licence(Map<String, Object> json) throws ParseException {
        if (!json.containsKey("licenses")) {
            return "not said";
        }
        return Stream.of(JSONObjectUtils.getJSONObjectArray(json, "licenses"))
                .map(ComponentsIT::oneLicence)
                .collect(Collectors.joining(" or "));
    }

    private static String oneLicence(Map<String, Object> json) {
        Function<Map<?, ?>, Object> name =
                licence -> licence.containsKey("id") ? licence.get("id") : licence.get("name");
        return String.valueOf(
                json.get("license") instanceof Map<?, ?> licence ? name.apply(licence) : json.get("expression"));
    }

    private static String text(Map<String, Object> json, String member) {
        return String.valueOf(json.get(member));
    }
}
