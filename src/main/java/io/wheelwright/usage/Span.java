package io.wheelwright.usage;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;

/** What usage is added up over, in UTC. */
enum Span {
    day {
        @Override
        LocalDate begin(LocalDate date) {
            return date;
        }
    },
    week {
        @Override
        LocalDate begin(LocalDate date) {
            return date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        }
    },
    month {
        @Override
        LocalDate begin(LocalDate date) {
            return date.withDayOfMonth(1);
        }
    };

    /** The first day of the span that has this one. */
    abstract LocalDate begin(LocalDate date);

    static LocalDate dateOf(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
