package io.wheelwright.agent;

import io.wheelwright.agent.protocol.UsageReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Brings the hub the reports that it does not have yet, the oldest first. */
final class UsageErrand {
    /** The other errands wait meanwhile; what is left goes with the next beat. */
    private static final int MOST_AT_ONCE = 10;

    /** The agents of a fleet do not all report at the full hour. */
    private static final Duration SPREAD = Duration.ofMinutes(10);

    /** A clock that is far ahead is set right one day, and then nobody has to wait for what it once said. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final String REFUSED = "refused usage";

    private final UsageReports reports;
    private final AgentJournal journal;
    private final Clock clock;
    private final Duration delay;

    private Instant notBefore = Instant.EPOCH;

    UsageErrand(UsageReports reports, String spokeId, AgentJournal journal, Clock clock) {
        this.reports = reports;
        this.journal = journal;
        this.clock = clock;
        this.delay = Duration.ofSeconds(Math.floorMod(spokeId.hashCode(), (int) SPREAD.toSeconds()));
    }

    void run(HubClient hub) throws HubException, IOException {
        for (int sent = 0; sent < MOST_AT_ONCE; sent++) {
            Optional<UsageReport> next = reports.oldest().filter(this::isDue);
            if (next.isEmpty()) {
                return;
            }
            bring(hub, next.get());
        }
    }

    /** A report that the hub will never take, such as one that is too old, makes way for the others. */
    private void bring(HubClient hub, UsageReport report) throws HubException, IOException {
        try {
            hub.report(report);
        } catch (HubException e) {
            if (!e.isForGood()) {
                notBefore = clock.instant().plus(shorter(e.retryAfter(), LONGEST_WAIT));
                throw e;
            }
            reports.refuse(report);
            journal.trouble(
                    REFUSED,
                    "the hour from " + report.periodStart() + " is not counted and is kept in usage/refused. "
                            + e.getMessage());
            return;
        }
        reports.remove(report);
        journal.well(REFUSED);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private boolean isDue(UsageReport report) {
        Instant now = clock.instant();
        return !now.isBefore(notBefore) && !now.isBefore(report.periodEnd().plus(delay));
    }
}
