package io.wheelwright.usage;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How far a limit of the plan is used up.
 *
 * @param name the limit, or the meter whose included units it is
 * @param usage what is counted for it
 * @param limit how much the plan has
 * @param percent how much of it is used, in full percent
 */
@JsonNaming(SnakeCaseStrategy.class)
public record LimitUse(String name, String usage, long limit, BigDecimal used, long percent, LimitState state) {

    private static final int NEAR = 80;
    private static final int ALL = 100;

    /** More than that is not told apart. */
    private static final BigDecimal MOST_PERCENT = BigDecimal.valueOf(1_000_000);

    static LimitUse of(String name, String usage, long limit, BigDecimal used) {
        long percent = percent(limit, used);
        LimitState state = percent >= ALL ? LimitState.reached : percent >= NEAR ? LimitState.near : LimitState.ok;
        return new LimitUse(name, usage, limit, used, percent, state);
    }

    /** Percent that a notice is about. */
    int threshold() {
        return state == LimitState.reached ? ALL : NEAR;
    }

    /** Whoever may have nothing and has nothing has used nothing up. */
    private static long percent(long limit, BigDecimal used) {
        if (limit == 0) {
            return used.signum() == 0 ? 0 : ALL;
        }
        return used.multiply(BigDecimal.valueOf(ALL))
                .divide(BigDecimal.valueOf(limit), 0, RoundingMode.DOWN)
                .min(MOST_PERCENT)
                .longValue();
    }
}
