package io.wheelwright.spoke.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody has written on a namespace keeps nothing from being put to rest. */
class AwakeTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void runsUntilItsTimeIsOver() {
        Awake awake = new Awake(new TreeSet<>(List.of("database")), NOON);

        assertThat(Awake.read(awake.written())).contains(awake);
        assertThat(awake.at(NOON.minusSeconds(1))).containsExactly("database");
        assertThat(awake.at(NOON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "true",
                "[",
                "{}",
                "{\"names\": [\"database\"]}",
                "{\"names\": [\"database\"], \"until\": \"tomorrow\"}",
                "{\"names\": [\"database\"], \"until\": 7}"
            })
    void whatIsNoneKeepsNothingAwake(String annotation) {
        assertThat(Awake.read(annotation)).isEmpty();
    }

    @Test
    void namesThatAreNoneNameNothing() {
        assertThat(Awake.read("{\"names\": 7, \"until\": \"2026-11-22T12:00:00Z\"}")
                        .orElseThrow()
                        .names())
                .isEmpty();
    }
}
