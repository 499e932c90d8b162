package io.wheelwright.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageTest {

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource({
        "trial,     active,    false",
        "active,    trial,     false",
        "active,    overdue,   true",
        "active,    grace,     true",
        "overdue,   active,    false",
        "overdue,   grace,     true",
        "overdue,   suspended, true",
        "grace,     overdue,   true",
        "grace,     active,    true",
        "suspended, overdue,   true",
        "suspended, active,    true",
        "ended,     active,    true",
    })
    void isToldWhereSomethingIsLostOrBack(Stage from, Stage to, boolean told) {
        assertThat(to.isToldAfter(from)).isEqualTo(told);
    }
}
