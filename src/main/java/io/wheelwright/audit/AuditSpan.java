package io.wheelwright.audit;

import io.wheelwright.problem.Check;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** A time in which changes were made; either end may be open. */
record AuditSpan(Optional<Instant> from, Optional<Instant> until) {

    private static final String MESSAGE = "must be a time such as 2026-11-02T09:30:00Z";

    /** Of the year: the database knows no time that is much farther away. */
    private static final Pattern FOUR_DIGITS = Pattern.compile("[0-9]{4}-.*");

    /** Both may be null. */
    static AuditSpan of(Check check, String from, String until) {
        return new AuditSpan(instant(check, "from", from), instant(check, "until", until));
    }

    private static Optional<Instant> instant(Check check, String field, String text) {
        check.matches(field, text, FOUR_DIGITS, MESSAGE);
        try {
            return Optional.ofNullable(text)
                    .filter(FOUR_DIGITS.asMatchPredicate())
                    .map(Instant::parse);
        } catch (DateTimeException noTime) {
            check.error(field, MESSAGE);
            return Optional.empty();
        }
    }
}
