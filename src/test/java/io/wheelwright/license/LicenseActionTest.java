package io.wheelwright.license;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.license.LicenseAction.Standing;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LicenseActionTest {

    @ParameterizedTest
    @CsvSource({
        ",,, starter, 0, true,  generated",
        ",,, starter, 0, false, generated",
        "starter, 0, true,  starter, 0, true,  renewed",
        "starter, 0, true,  growth,  1, true,  upgraded",
        "growth,  1, true,  starter, 0, true,  downgraded",
        "starter, 0, true,  starter, 0, false, suspended",
        "starter, 0, true,  growth,  1, false, suspended",
        "starter, 0, false, starter, 0, true,  renewed",
        "starter, 0, false, starter, 0, false, renewed",
        "starter, 0, false, growth,  1, true,  upgraded",
        "starter,  , true,  growth,  1, true,  renewed"
    })
    void saysWhyALicenseIsIssued(
            String before,
            Integer rankBefore,
            Boolean ranBefore,
            String now,
            Integer rankNow,
            boolean runs,
            LicenseAction action) {
        Standing was = before == null ? null : new Standing(before, rankBefore, ranBefore, false);

        assertThat(LicenseAction.of(was, new Standing(now, rankNow, runs, false)))
                .isEqualTo(action);
    }

    @ParameterizedTest
    @CsvSource({
        "true,  false, false, true,  revoked",
        "false, false, false, true,  revoked",
        "false, true,  false, true,  renewed",
        "false, true,  true,  false, renewed"
    })
    void tellsARevocationFromASuspension(
            boolean ranBefore, boolean revokedBefore, boolean runs, boolean revoked, LicenseAction action) {
        assertThat(LicenseAction.of(
                        new Standing("starter", 0, ranBefore, revokedBefore),
                        new Standing("starter", 0, runs, revoked)))
                .isEqualTo(action);
    }
}
