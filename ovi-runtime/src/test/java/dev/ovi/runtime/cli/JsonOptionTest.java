package dev.ovi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonOptionTest {
    @Test
    void valuesAreIndentedAndInTheirOrder() {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("word", "▁\"red\"\n");
        value.put("count", 3L);
        value.put("absent", null);
        value.put("shares", List.of(0.5, 1e-9));
        value.put("axes", Map.of());

        assertThat(JsonOption.write(value)).isEqualToNormalizingNewlines("""
                {
                  "word" : "▁\\"red\\"\\n",
                  "count" : 3,
                  "absent" : null,
                  "shares" : [ 0.5, 1.0E-9 ],
                  "axes" : { }
                }""");
    }

    @Test
    void numbersThatJsonLacksAreNull() {
        assertThat(JsonOption.write(Arrays.asList(Double.NaN, 1.5, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)))
                .isEqualTo("[ null, 1.5, null, null ]");
    }
}
