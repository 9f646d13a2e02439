package org.ssms.sip.container.descriptor;

import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import javax.servlet.sip.SipServletRequest;
import org.jspecify.annotations.Nullable;
import org.mobicents.servlet.sip.core.descriptor.MatchingRule;
import org.w3c.dom.Element;

/**
 * The {@code <pattern>} of a servlet mapping (JSR 289 §16.2).
 *
 * @param getExpression the rule as text, for logs
 */
record MappingRule(String getExpression, Predicate<SipServletRequest> test) implements MatchingRule {
    private static final String SUBDOMAIN = "subdomain-of";

    /** @throws InvalidDescriptorException naming the element that is no rule */
    static MappingRule of(Element element) {
        String operator = Xml.name(element);
        return switch (operator) {
            case "pattern" -> all(element, "pattern", 1, 1);
            case "and" -> all(element, "and", 1, Integer.MAX_VALUE);
            case "or" -> any(element);
            case "not" -> negated(all(element, "not", 1, 1));
            case "exists" -> comparing(element, false, (found, wanted) -> true);
            case "equal" -> comparing(element, true, String::equals);
            case "contains" -> comparing(element, true, String::contains);
            case SUBDOMAIN -> comparing(element, true, MappingRule::isSubdomain);
            default -> throw new InvalidDescriptorException("<" + operator + "> is no rule of a <pattern>");
        };
    }

    private static MappingRule all(Element element, String name, int least, int most) {
        List<MappingRule> rules = rules(element, least, most);
        return new MappingRule(name + rules, request -> rules.stream().allMatch(r -> r.matches(request)));
    }

    private static MappingRule any(Element element) {
        List<MappingRule> rules = rules(element, 1, Integer.MAX_VALUE);
        return new MappingRule("or" + rules, request -> rules.stream().anyMatch(r -> r.matches(request)));
    }

    private static MappingRule negated(MappingRule rule) {
        return new MappingRule(rule.getExpression, rule.test.negate());
    }

    private static List<MappingRule> rules(Element element, int least, int most) {
        List<MappingRule> rules =
                Xml.children(element).stream().map(MappingRule::of).toList();
        if (rules.size() < least || rules.size() > most) {
            throw new InvalidDescriptorException("<" + Xml.name(element) + "> has " + rules.size() + " rules");
        }
        return rules;
    }

    /** The attribute {@code ignore-case} holds for {@code equal} and {@code contains}; domains never differ by case. */
    private static MappingRule comparing(Element element, boolean hasValue, BiPredicate<String, String> operator) {
        String name = Xml.required(element, "var");
        RequestVariable variable = new RequestVariable(name);
        String value = hasValue ? Xml.required(element, "value") : "";
        boolean folded = Boolean.parseBoolean(element.getAttribute("ignore-case"))
                || Xml.name(element).equals(SUBDOMAIN);
        String wanted = fold(value, folded);
        return new MappingRule(Xml.name(element) + "(" + name + "," + value + ")", request -> {
            @Nullable String found = variable.of(request);
            return found != null && operator.test(fold(found, folded), wanted);
        });
    }

    private static String fold(String text, boolean folded) {
        return folded ? text.toLowerCase(Locale.ROOT) : text;
    }

    private static boolean isSubdomain(String host, String domain) {
        return host.equals(domain) || host.endsWith("." + domain);
    }

    @Override
    public boolean matches(SipServletRequest request) {
        return test.test(request);
    }

    @Override
    public String toString() {
        return getExpression;
    }
}
