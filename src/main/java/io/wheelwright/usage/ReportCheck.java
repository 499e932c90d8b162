package io.wheelwright.usage;

import io.wheelwright.agent.protocol.HeartbeatRequest;
import io.wheelwright.agent.protocol.UsageLevel;
import io.wheelwright.agent.protocol.UsageReport;
import io.wheelwright.problem.Check;
import io.wheelwright.problem.Problem;
import io.wheelwright.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Says what is wrong with a report. */
final class ReportCheck {

    private static final int LONGEST_TEXT = 128;
    private static final int SHOWN_OF_A_NAME = 63;

    /** How far the clock of a spoke may be ahead. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final UsageReport report;
    private final Check check = new Check();

    private ReportCheck(UsageReport report) {
        this.report = report;
    }

    /**
     * Ends the request if the report is not valid, or came too early; else the report, with maps where nothing was sent.
     */
    static UsageReport of(UsageReport sent, Instant now) {
        UsageReport report = new UsageReport(
                sent.spokeId(),
                sent.batchId(),
                sent.periodStart(),
                sent.periodEnd(),
                sent.counters() == null ? Map.of() : sent.counters(),
                sent.gauges() == null ? Map.of() : sent.gauges());
        new ReportCheck(report).run(now);
        return report;
    }

    private void run(Instant now) {
        check.text("spoke_id", report.spokeId(), LONGEST_TEXT)
                .text("batch_id", report.batchId(), LONGEST_TEXT)
                .required("period_start", report.periodStart())
                .required("period_end", report.periodEnd())
                .size("counters", report.counters(), HeartbeatRequest.MOST_COUNTERS)
                .size("gauges", report.gauges(), HeartbeatRequest.MOST_COUNTERS);
        if (report.periodStart() != null && report.periodEnd() != null) {
            period(now);
        }
        report.counters().forEach(this::counter);
        report.gauges().forEach(this::gauge);
        check.done();
        early(Duration.between(now.plus(SKEW), report.periodEnd()));
    }

    /** A clock that is ahead loses nothing: the same report is good once its time has come. */
    private static void early(Duration wait) {
        if (wait.compareTo(Duration.ZERO) > 0) {
            throw Problem.later(
                    ProblemType.CONFLICT,
                    "The period ends in the future: set the clock of the spoke, and send the report again then.",
                    wait);
        }
    }

    private void period(Instant now) {
        if (!report.periodStart().isBefore(report.periodEnd())) {
            check.error("period_end", "must be after period_start");
        } else if (Duration.between(report.periodStart(), report.periodEnd()).compareTo(UsageReport.LONGEST_PERIOD)
                > 0) {
            check.error("period_end", "must be at most a day after period_start: send shorter periods");
        }
        if (report.periodEnd().isBefore(now.minus(UsageReport.LATEST))) {
            check.error("period_end", "must be within the last " + UsageReport.LATEST.toDays() + " days");
        }
    }

    private void counter(String name, Long growth) {
        String field = field("counters", name);
        number(field, growth);
        if (UsageReport.LEVELS.contains(name)) {
            check.error(field, "is a level: send it among gauges");
        }
    }

    private void gauge(String name, UsageLevel level) {
        String field = field("gauges", name);
        if (UsageReport.COUNTERS.contains(name)) {
            check.error(field, "only grows: send its growth among counters");
        }
        if (level == null) {
            check.error(field, "must be an object");
            return;
        }
        number(field + ".max", level.max());
        number(field + ".seconds", level.seconds());
        if (level.average() == null) {
            check.error(field + ".average", "is required");
        } else if (level.max() != null && !(level.average() >= 0 && level.average() <= level.max())) {
            check.error(field + ".average", "must be from 0 to max");
        }
        if (level.seconds() != null && level.seconds() > UsageReport.LONGEST_PERIOD.toSeconds()) {
            check.error(field + ".seconds", "must not be longer than the period");
        }
    }

    private void number(String field, Long value) {
        check.required(field, value).within(field, value, 0, UsageReport.MOST);
    }

    private String field(String part, String name) {
        boolean plain = HeartbeatRequest.COUNTER_NAME.matcher(name).matches();
        String printable = name.replaceAll("\\p{Cntrl}|\\p{Cs}", "?");
        String field = part + "." + printable.substring(0, Math.min(printable.length(), SHOWN_OF_A_NAME));
        if (!plain) {
            check.error(field, "must be called by a letter and up to 62 letters, digits, dots, dashes and underscores");
        }
        return field;
    }
}
