package io.wheelwright.usage;

import io.wheelwright.problem.Check;
import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * Which part of the history is asked for.
 *
 * @param days how many days back, today included
 * @param per what usage is added up over
 */
record UsagePeriodQuery(int days, Span per) {

    /** Thirteen months are kept. */
    static final int MOST_DAYS = 396;

    private static final int DEFAULT_DAYS = 30;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern SPAN = Pattern.compile("day|week|month");

    /** Reads the query parameters; both may be null. */
    static UsagePeriodQuery of(String days, String per) {
        new Check()
                .matches("days", days, NUMBER, "must be a number from 1 to " + MOST_DAYS)
                .matches("per", per, SPAN, "must be day, week or month")
                .done();
        Long wanted = days == null ? null : Long.valueOf(days);
        new Check().within("days", wanted, 1, MOST_DAYS).done();
        return new UsagePeriodQuery(
                wanted == null ? DEFAULT_DAYS : wanted.intValue(), per == null ? Span.day : Span.valueOf(per));
    }

    /** The first day of the first span that is shown: spans are shown whole. */
    LocalDate from(LocalDate today) {
        return per.begin(today.minusDays(days - 1L));
    }
}
