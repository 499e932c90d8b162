package io.wheelwright.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalTest {

    static Stream<Arguments> equals() {
        return Stream.of(
                Arguments.of(1, 1L),
                Arguments.of(1, 1.0),
                Arguments.of(1_000_000, 1e6),
                Arguments.of(0, -0.0),
                Arguments.of(1.5, new BigDecimal("1.500")),
                Arguments.of(0.1, new BigDecimal("0.1")),
                Arguments.of(9_007_199_254_740_993L, 9_007_199_254_740_992.0));
    }

    static Stream<Arguments> different() {
        return Stream.of(
                Arguments.of(1, "1"),
                Arguments.of(true, "true"),
                Arguments.of(null, "null"),
                Arguments.of(List.of("a", "b"), List.of("b", "a")),
                Arguments.of(List.of("a", "b"), List.of("a\",\"b")),
                Arguments.of(List.of(), Map.of()),
                Arguments.of(Map.of("a", "b"), "{\"a\":\"b\"}"),
                Arguments.of("\\", "\\\\"));
    }

    @ParameterizedTest
    @MethodSource("equals")
    void whatIsEqualToHelmIsEqual(Object one, Object other) {
        assertThat(digest(one)).isEqualTo(digest(other));
    }

    @ParameterizedTest
    @MethodSource("different")
    void whatDiffersForHelmDiffers(Object one, Object other) {
        assertThat(digest(one)).isNotEqualTo(digest(other));
    }

    @Test
    void theOrderOfKeysDoesNotMatter() {
        Map<String, Object> forth = new LinkedHashMap<>();
        forth.put("a", 1);
        forth.put("b", 2);
        Map<String, Object> back = new LinkedHashMap<>();
        back.put("b", 2);
        back.put("a", 1);

        assertThat(Canonical.digest(forth)).isEqualTo(Canonical.digest(back));
    }

    /** To Helm a null takes a default of the chart away. */
    @Test
    void nullIsNotAbsent() {
        assertThat(digest(null)).isNotEqualTo(Canonical.digest(Map.of()));
    }

    private static String digest(Object value) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("value", value);
        values.put("values", Arrays.asList(value, value));
        return Canonical.digest(values);
    }
}
