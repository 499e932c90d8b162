package io.wheelwright.billing.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecountTest {

    @ParameterizedTest
    @CsvSource({
        "40, 40, 7, 0, missing",
        "47, 40, 7, 0, counted",
        "43, 40, 7, 0, doubtful",
        "47, 40, 7, 5, doubtful",
        "52, 40, 7, 5, counted",
        "45, 40, 5, 5, doubtful",
        "40.5, 40, 7, 0, doubtful"
    })
    void theSumSaysWhatIsThere(BigDecimal sum, long known, long units, long uncertain, Recount recount) {
        assertThat(Recount.of(sum, known, units, uncertain)).isEqualTo(recount);
    }
}
