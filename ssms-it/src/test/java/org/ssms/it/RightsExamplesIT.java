package org.ssms.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.ssms.it.server.Leased;
import org.ssms.it.server.MediaNode;
import org.ssms.it.server.SsmsServer;
import org.ssms.it.server.Subscriber;
import org.ssms.it.tool.Tool;
import org.ssms.protect.key.MessageId;

/** The curl lines of docs/rights.md do what stands around them, as they are. */
class RightsExamplesIT {
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^    (curl (?:.*\\\\\\n)*.*)$");
    private static final Pattern SECTION = Pattern.compile("(?m)^## (.+)$");
    /** RFC 7517 appendix A.1. */
    private static final String PLAYER_KEY = "{\"kty\":\"EC\",\"crv\":\"P-256\","
            + "\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
            + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}";

    private static final String HOST = "https://localhost:8443";

    private final SsmsServer server = SsmsServer.shared();
    private final Subscriber owner = Subscriber.of(server, "guest17");
    private final Subscriber sender = Subscriber.of(server, "guest1");

    @Test
    void nothing_looks_like_an_example_and_is_none() throws Exception {
        assertThat(examples())
                .hasSize(document().split("curl (?=-H|https)", -1).length - 1)
                .hasSizeGreaterThan(15);
    }

    /** Each with a message of its own, in the order of the document: a grant that is taken back was made before. */
    @TestFactory
    List<DynamicTest> each_line_is_understood() throws Exception {
        Map<String, String> known = new HashMap<>();
        List<DynamicTest> tests = new ArrayList<>();
        for (Example example : examples()) {
            tests.add(DynamicTest.dynamicTest(example.command(), () -> run(example, known)));
        }
        return tests;
    }

    private void run(Example example, Map<String, String> known) throws Exception {
        Subscriber user = example.section().equals("The sender") ? sender : owner;
        known.put("TOKEN", user.session().replace("Bearer ", ""));
        MessageId message =
                MediaNode.of(server).leave("guest17", "guest1", null).id();
        known.put("M", message.toString());
        known.put("KEY", PLAYER_KEY);
        known.put("PASSWORD", SsmsServer.PASSWORD);
        if (example.command().contains("$LEASE")) {
            known.put("LEASE", Leased.of(owner, message, 5).license());
        }
        StringBuilder script = new StringBuilder("set -eu\n");
        known.forEach(
                (name, value) -> script.append(name).append("='").append(value).append("'\n"));
        script.append(example.command()
                .replace(HOST, server.http().toString())
                .replaceFirst("^curl ", "curl -sS -w '\\\\n%{http_code}' "));
        Tool.Result result = Tool.run(new byte[0], "bash", "-c", script.toString());
        assertThat(result.exitCode()).as(result.errors()).isZero();
        String[] answer = result.output().text().split("\n", 2);
        assertThat(answer[answer.length - 1]).as(answer[0]).matches("20[014]");
        String grant = answer[0].startsWith("{")
                ? JSONObjectUtils.getString(JSONObjectUtils.parse(answer[0]), "grantId")
                : null;
        if (grant != null) {
            known.put("GRANT", grant);
        }
    }

    private record Example(String section, String command) {}

    private static List<Example> examples() throws IOException {
        String document = document();
        List<Example> examples = new ArrayList<>();
        Matcher example = EXAMPLE.matcher(document);
        while (example.find()) {
            String section = SECTION.matcher(document.substring(0, example.start()))
                    .results()
                    .reduce((before, last) -> last)
                    .orElseThrow()
                    .group(1);
            examples.add(new Example(section, example.group(1)));
        }
        return examples;
    }

    private static String document() throws IOException {
        return Files.readString(Path.of("../docs/rights.md"));
    }
}
