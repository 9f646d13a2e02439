package org.ssms.protect.license;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ssms.base.json.JsonObject;
import org.ssms.base.json.JsonText;
import org.ssms.base.json.MalformedJsonException;
import org.ssms.protect.key.MessageId;

/**
 * Usage rights as a policy of the ODRL Information Model 2.2, in JSON-LD. What may be done is a permission, what may
 * not a prohibition; an action that no rule names is not restricted. What ODRL has no term for is one of the profile
 * {@value #PROFILE}. Only what is written here is read: another rule or constraint could restrict more than we know of.
 */
public final class Odrl {
    public static final String MEDIA_TYPE = "application/odrl+json";
    /** Its terms begin with it and a colon. */
    public static final String PROFILE = "urn:ssms:odrl";

    private static final String CONTEXT = "http://www.w3.org/ns/odrl.jsonld";
    private static final int MAX_CHARS = 131_072;
    private static final int MAX_TEXT = 256;
    private static final int MAX_RULES = 16;
    private static final int MAX_NAMES = 1_000;

    private static final String PERMISSION = "permission";
    private static final String PROHIBITION = "prohibition";
    private static final String PLAY = "play";
    private static final String DISTRIBUTE = "distribute";

    private static final Set<String> POLICY_MEMBERS =
            Set.of("@context", "@type", "uid", "profile", PERMISSION, PROHIBITION);
    private static final Set<String> RULE_MEMBERS = Set.of("target", "action", "constraint");
    private static final Set<String> CONSTRAINT_MEMBERS = Set.of("leftOperand", "operator", "rightOperand");
    private static final Set<String> LITERAL_MEMBERS = Set.of("@value", "@type");

    /** How the value of a right stands as a right operand. */
    private enum Form {
        COUNT(null),
        NAMES(null),
        TEXT(null),
        DATE_TIME("xsd:dateTime"),
        DURATION("xsd:duration");

        private final @Nullable String type;

        Form(@Nullable String type) {
            this.type = type;
        }
    }

    /** What restricts an action. */
    private record Term(String leftOperand, String operator, Form form) {}

    /** Rights that restrict playing; each is one constraint. */
    private static final Map<String, Term> OF_PLAYING = ofPlaying();

    private static final Term GENERATIONS = new Term(PROFILE + ":generations", "lteq", Form.COUNT);
    private static final Term BY_TELEPHONE = new Term("deliveryChannel", "eq", Form.TEXT);
    private static final String TELEPHONE = PROFILE + ":telephone";

    /** Rights that are allowed or not; each is an action. */
    private static final Map<String, String> ACTIONS = actions();

    private Odrl() {}

    private static Map<String, Term> ofPlaying() {
        Map<String, Term> terms = new LinkedHashMap<>();
        terms.put(Right.USERS.name(), new Term("recipient", "isAnyOf", Form.NAMES));
        terms.put(Right.PLAYS.name(), new Term("count", "lteq", Form.COUNT));
        terms.put(Right.NOT_BEFORE.name(), new Term("dateTime", "gteq", Form.DATE_TIME));
        terms.put(Right.NOT_AFTER.name(), new Term("dateTime", "lteq", Form.DATE_TIME));
        terms.put(Right.PLAY_FOR.name(), new Term("elapsedTime", "lteq", Form.DURATION));
        terms.put(Right.MIN_DRM.name(), new Term(PROFILE + ":protection", "gteq", Form.TEXT));
        return terms;
    }

    private static Map<String, String> actions() {
        Map<String, String> actions = new LinkedHashMap<>();
        actions.put(Right.SAVE.name(), "archive");
        actions.put(Right.MODIFY.name(), "modify");
        actions.put(Right.REPLY.name(), PROFILE + ":reply");
        actions.put(Right.TRANSCRIPT.name(), PROFILE + ":transcribe");
        return actions;
    }

    /** The policy of a message. */
    public static String write(UsageRights rights, MessageId message) {
        String target = "urn:ssms:message:" + message;
        Map<String, Object> values = rights.toMap();
        List<Object> permissions = new ArrayList<>();
        List<Object> prohibitions = new ArrayList<>();
        List<Object> ofPlaying = new ArrayList<>();
        OF_PLAYING.forEach((name, term) -> {
            if (values.containsKey(name)) {
                ofPlaying.add(constraint(term, values.get(name)));
            }
        });
        permissions.add(rule(target, PLAY, ofPlaying));
        Object depth = values.get(Right.FORWARD.name());
        if (depth instanceof Integer generations) {
            boolean any = generations > 0;
            (any ? permissions : prohibitions)
                    .add(rule(target, DISTRIBUTE, any ? List.of(constraint(GENERATIONS, depth)) : List.of()));
        }
        ACTIONS.forEach((name, action) -> {
            if (values.containsKey(name)) {
                (isTrue(values.get(name)) ? permissions : prohibitions).add(rule(target, action, List.of()));
            }
        });
        if (values.containsKey(Right.PHONE_PLAYBACK.name())) {
            (isTrue(values.get(Right.PHONE_PLAYBACK.name())) ? permissions : prohibitions)
                    .add(rule(target, PLAY, List.of(constraint(BY_TELEPHONE, TELEPHONE))));
        }
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("@context", CONTEXT);
        policy.put("@type", "Set");
        policy.put("uid", target + ":rights");
        policy.put("profile", PROFILE);
        policy.put(PERMISSION, permissions);
        if (!prohibitions.isEmpty()) {
            policy.put(PROHIBITION, prohibitions);
        }
        return JsonText.of(policy);
    }

    private static boolean isTrue(@Nullable Object flag) {
        return Boolean.TRUE.equals(flag);
    }

    private static Map<String, Object> rule(String target, String action, List<Object> constraints) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("target", target);
        rule.put("action", action);
        if (!constraints.isEmpty()) {
            rule.put("constraint", constraints);
        }
        return rule;
    }

    private static Map<String, Object> constraint(Term term, Object value) {
        Map<String, Object> constraint = new LinkedHashMap<>();
        constraint.put("leftOperand", term.leftOperand);
        constraint.put("operator", term.operator);
        if (term.form.type == null) {
            constraint.put("rightOperand", value);
        } else {
            Map<String, Object> literal = new LinkedHashMap<>();
            literal.put("@value", value);
            literal.put("@type", term.form.type);
            constraint.put("rightOperand", literal);
        }
        return constraint;
    }

    /**
     * Reads what {@link #write} writes, of whatever message.
     *
     * @throws MalformedLicenseException names the member that is wrong, of the policy or of the rights
     */
    public static UsageRights read(String text) throws MalformedLicenseException {
        Map<String, Object> rights = new LinkedHashMap<>();
        try {
            JsonObject policy = JsonObject.parse(text, MAX_CHARS);
            policy.onlyMembers(POLICY_MEMBERS);
            is(CONTEXT, policy, "@context");
            is("Set", policy, "@type");
            is(PROFILE, policy, "profile");
            policy.text("uid", MAX_TEXT);
            readRules(policy, PERMISSION, rights);
            if (policy.has(PROHIBITION)) {
                readRules(policy, PROHIBITION, rights);
            }
        } catch (MalformedJsonException e) {
            throw new MalformedLicenseException(e.problem());
        }
        return UsageRights.fromJson(JsonText.of(rights));
    }

    private static void is(String expected, JsonObject json, String member) throws MalformedJsonException {
        if (!expected.equals(json.text(member, MAX_TEXT))) {
            throw new MalformedJsonException("member '" + member + "' is not understood");
        }
    }

    private static void readRules(JsonObject policy, String kind, Map<String, Object> rights)
            throws MalformedJsonException {
        for (JsonObject rule : policy.objects(kind, MAX_RULES)) {
            rule.onlyMembers(RULE_MEMBERS);
            rule.text("target", MAX_TEXT);
            List<JsonObject> constraints =
                    rule.has("constraint") ? rule.objects("constraint", MAX_RULES) : List.<JsonObject>of();
            for (JsonObject constraint : constraints) {
                constraint.onlyMembers(CONSTRAINT_MEMBERS);
            }
            readRule(rule.text("action", MAX_TEXT), constraints, kind.equals(PERMISSION), rights);
        }
    }

    private static void readRule(
            String action, List<JsonObject> constraints, boolean permitted, Map<String, Object> rights)
            throws MalformedJsonException {
        boolean single = constraints.size() == 1;
        if (action.equals(PLAY) && single && isOf(BY_TELEPHONE, constraints.get(0))) {
            is(TELEPHONE, constraints.get(0), "rightOperand");
            put(Right.PHONE_PLAYBACK.name(), permitted, rights);
        } else if (action.equals(PLAY) && permitted) {
            for (JsonObject constraint : constraints) {
                readOfPlaying(constraint, rights);
            }
        } else if (action.equals(DISTRIBUTE) && permitted && single && isOf(GENERATIONS, constraints.get(0))) {
            put(Right.FORWARD.name(), value(GENERATIONS.form, constraints.get(0)), rights);
        } else if (action.equals(DISTRIBUTE) && !permitted && constraints.isEmpty()) {
            put(Right.FORWARD.name(), 0, rights);
        } else {
            String name = ACTIONS.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(action) && constraints.isEmpty())
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow(() -> new MalformedJsonException("member 'action' is not understood in its rule"));
            put(name, permitted, rights);
        }
    }

    private static void readOfPlaying(JsonObject constraint, Map<String, Object> rights) throws MalformedJsonException {
        for (Map.Entry<String, Term> entry : OF_PLAYING.entrySet()) {
            if (isOf(entry.getValue(), constraint)) {
                put(entry.getKey(), value(entry.getValue().form, constraint), rights);
                return;
            }
        }
        throw new MalformedJsonException("member 'leftOperand' is not understood");
    }

    private static boolean isOf(Term term, JsonObject constraint) throws MalformedJsonException {
        return term.leftOperand.equals(constraint.text("leftOperand", MAX_TEXT))
                && term.operator.equals(constraint.text("operator", MAX_TEXT));
    }

    private static Object value(Form form, JsonObject constraint) throws MalformedJsonException {
        return switch (form) {
            case COUNT -> constraint.integer("rightOperand", 0, Integer.MAX_VALUE);
            case NAMES -> constraint.texts("rightOperand", MAX_NAMES, MAX_TEXT);
            case TEXT -> constraint.text("rightOperand", MAX_TEXT);
            case DATE_TIME, DURATION -> {
                JsonObject literal = constraint.object("rightOperand");
                literal.onlyMembers(LITERAL_MEMBERS);
                is(String.valueOf(form.type), literal, "@type");
                yield literal.text("@value", MAX_TEXT);
            }
        };
    }

    private static void put(String name, Object value, Map<String, Object> rights) throws MalformedJsonException {
        if (rights.put(name, value) != null) {
            throw new MalformedJsonException("'" + name + "' is restricted twice");
        }
    }
}
