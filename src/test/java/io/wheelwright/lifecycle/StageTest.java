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

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource({
        "active,    overdue,   true",
        "active,    grace,     true",
        "trial,     grace,     true",
        "overdue,   grace,     false",
        "suspended, grace,     false",
        "active,    suspended, false",
        "grace,     suspended, false",
        "grace,     active,    false",
    })
    void thatAPaymentIsToBeConfirmedSaysThatItHasFailed(Stage from, Stage to, boolean said) {
        assertThat(to.isToldByAsking(from)).isEqualTo(said);
    }
}
