package io.wheelwright.agent;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Writes down what the application uses. A period that is over becomes a report before the next one begins, and keeps
 * its batch id, so that a crash in between neither loses nor doubles it.
 */
final class UsageBook {
    private static final String MATTER = "usage";

    /** What is lost of a gauge by a crash; counters lose nothing, as growth is kept together with the readings. */
    private static final Duration BETWEEN_WRITES = Duration.ofSeconds(30);

    private final Path file;
    private final String spokeId;
    private final UsageReports reports;
    private final AgentJournal journal;
    private final Clock clock;

    private UsagePeriod period;
    private Instant written = Instant.EPOCH;

    UsageBook(Path dataDirectory, String spokeId, UsageReports reports, AgentJournal journal, Clock clock) {
        this.file = dataDirectory.resolve("usage").resolve("period.json");
        this.spokeId = spokeId;
        this.reports = reports;
        this.journal = journal;
        this.clock = clock;
        this.period = read();
    }

    /** Takes in what the application shows now. A disk that fails costs usage, and never the heartbeat. */
    void note(ApplicationReport report) {
        boolean counts = !report.counters().isEmpty() || !report.gauges().isEmpty();
        if (!counts && period.sampledMillis() == null) {
            return;
        }
        try {
            Instant now = clock.instant();
            closeIfOver(now);
            if (report.isUp()) {
                period = period.sampled(report, now);
            }
            if (!now.isBefore(written.plus(BETWEEN_WRITES))) {
                write(now);
            }
            journal.well(MATTER);
        } catch (IOException e) {
            journal.trouble(MATTER, e.toString());
        }
    }

    private void closeIfOver(Instant now) throws IOException {
        if (period.isOver(now)) {
            if (!period.isEmpty()) {
                reports.keep(period.report(spokeId));
            }
            period = period.next(now);
            written = Instant.EPOCH;
        }
    }

    private void write(Instant now) throws IOException {
        AtomicFile.secret(file).write(Json.MAPPER.writeValueAsBytes(period));
        written = now;
    }

    /** What cannot be read is begun anew: an agent has more to do than to count. */
    private UsagePeriod read() {
        try {
            UsagePeriod kept = Json.MAPPER.readValue(Files.readAllBytes(file), UsagePeriod.class);
            return kept != null && kept.isWhole() ? kept : anew("it is damaged");
        } catch (NoSuchFileException e) {
            return UsagePeriod.first(clock.instant());
        } catch (JacksonException e) {
            return anew("it is damaged");
        } catch (IOException e) {
            return anew(e.toString());
        }
    }

    private UsagePeriod anew(String why) {
        journal.trouble(MATTER, file + " cannot be read, counting begins anew: " + why);
        return UsagePeriod.first(clock.instant());
    }
}
