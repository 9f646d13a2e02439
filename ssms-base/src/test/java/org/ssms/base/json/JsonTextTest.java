package org.ssms.base.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void members_stand_in_the_order_of_the_map() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("z", 1);
        json.put("a", -5L);
        json.put("yes", true);
        json.put("nothing", null);
        json.put("list", Arrays.asList("x", null, List.of(), Map.of()));
        json.put("in", Map.of("k", "v"));
        assertThat(JsonText.of(json))
                .isEqualTo("{\"z\":1,\"a\":-5,\"yes\":true,\"nothing\":null,\"list\":[\"x\",null,[],{}],"
                        + "\"in\":{\"k\":\"v\"}}");
        assertThat(JsonText.of(Map.of())).isEqualTo("{}");
    }

    @Test
    void texts_are_escaped_where_they_must_be() {
        assertThat(JsonText.of(Map.of("\"", "\\\"/\n\r\t\b\f\0\u001f\u2028ä😀<")))
                .isEqualTo("{\"\\\"\":\"\\\\\\\"/\\n\\r\\t\\b\\f\\u0000\\u001f\\u2028ä😀<\"}");
        assertThat(JsonText.of(Map.of("half", "\ud83d", "other", "\ude00x")))
                .contains("\"half\":\"\\ud83d\"")
                .contains("\"other\":\"\\ude00x\"");
    }

    @Test
    void what_has_no_form_in_json_is_our_own_mistake() {
        assertThatThrownBy(() -> JsonText.of(Map.of("n", 1.5))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonText.of(Map.of("b", new byte[1]))).isInstanceOf(IllegalArgumentException.class);
    }
}
