package io.wheelwright.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.wheelwright.agent.protocol.UsageReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageBookTest {
    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-02T09:00:00Z"));

    @TempDir
    Path data;

    private UsageReports reports;

    @BeforeEach
    void reports() {
        reports = new UsageReports(data);
    }

    @Test
    void goesOnWhereItWasAfterARestart() throws IOException {
        look(book(), 100);
        clock.advance(Duration.ofMinutes(1));
        look(book(), 130);
        clock.advance(Duration.ofHours(1));
        look(book(), 150);

        assertThat(counted()).containsExactly(30L);
        clock.advance(Duration.ofHours(1));
        look(book(), 160);
        assertThat(counted()).containsExactly(30L, 20L);
    }

    @Test
    void aCrashBeforeTheNextPeriodIsWrittenChangesNothing() throws IOException {
        look(book(), 100);
        clock.advance(Duration.ofMinutes(1));
        look(book(), 130);
        byte[] beforeTheCrash = Files.readAllBytes(file());
        clock.advance(Duration.ofHours(1));
        look(book(), 150);
        List<UsageReport> once = all();

        Files.write(file(), beforeTheCrash);
        look(book(), 150);

        assertThat(all()).isEqualTo(once).hasSize(1);
    }

    @Test
    void anApplicationThatIsDownCountsNothingAndLosesNothing() throws IOException {
        UsageBook book = book();
        look(book, 100);
        clock.advance(Duration.ofMinutes(1));
        book.note(ApplicationReport.down());
        clock.advance(Duration.ofMinutes(1));
        look(book, 110);
        clock.advance(Duration.ofHours(1));
        book.note(ApplicationReport.down());

        assertThat(counted()).containsExactly(10L);
    }

    @Test
    void whatCountsNothingLeavesNothingBehind() throws IOException {
        UsageBook book = book();
        book.note(ApplicationReport.uncounted());
        clock.advance(Duration.ofHours(2));
        book.note(ApplicationReport.uncounted());

        assertThat(data).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{damaged",
                "null",
                "{}",
                "{\"batchId\": \"b\", \"startMillis\": 1760000000000, \"readings\": {}, \"levels\": {}, \"growth\": {}}",
                "{\"batchId\": \"b\", \"startMillis\": 1760000000000, \"readings\": {\"c\": null}, \"levels\": {},"
                        + " \"growth\": {}, \"seen\": {}}"
            })
    void aDamagedFileIsBegunAnew(String content) throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), content);
        UsageBook book = book();
        look(book, 100);
        clock.advance(Duration.ofMinutes(1));
        look(book, 105);
        clock.advance(Duration.ofHours(1));
        look(book, 105);

        assertThat(counted()).containsExactly(5L);
    }

    @Test
    void aDiskThatFailsCostsUsageOnly() throws IOException {
        Files.createDirectories(file());
        UsageBook book = book();
        look(book, 100);
        clock.advance(Duration.ofHours(1));
        look(book, 105);

        assertThat(all()).isEmpty();
        Files.delete(file());
        clock.advance(Duration.ofMinutes(1));
        look(book, 107);
        clock.advance(Duration.ofHours(1));
        look(book, 107);
        assertThat(counted()).containsExactly(7L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"batch_id\": \"b\"}", "damaged"})
    void aDamagedReportIsThrownAway(String content) throws IOException {
        Path damaged = data.resolve("usage").resolve("reports").resolve("0000000000001-b.json");
        Files.createDirectories(damaged.getParent());
        Files.writeString(damaged, content);

        assertThat(reports.oldest()).isEmpty();
        assertThat(damaged).doesNotExist();
    }

    @Test
    void forgetsTheOldestReportsWhenThereAreTooMany() throws IOException {
        reports = new UsageReports(data, 3);
        UsageBook book = book();
        for (int hour = 0; hour < 6; hour++) {
            look(book, hour);
            clock.advance(Duration.ofHours(1));
        }
        List<UsageReport> kept = all();

        assertThat(kept).hasSize(3);
        assertThat(kept.get(0).periodStart()).isEqualTo(Instant.parse("2026-11-02T11:00:00Z"));
    }

    private UsageBook book() {
        return new UsageBook(data, "acme", reports, new AgentJournal("acme"), clock);
    }

    private static void look(UsageBook book, long counter) {
        book.note(ApplicationReport.healthy(Map.of("c", counter), Map.of()));
    }

    private List<Long> counted() throws IOException {
        return all().stream().map(report -> report.counters().get("c")).toList();
    }

    /** All of them, in order; they stay. */
    private List<UsageReport> all() throws IOException {
        List<UsageReport> all = new ArrayList<>();
        for (Optional<UsageReport> next = reports.oldest(); next.isPresent(); next = reports.oldest()) {
            all.add(next.get());
            reports.remove(next.get());
        }
        for (UsageReport report : all) {
            reports.keep(report);
        }
        return all;
    }

    private Path file() {
        return data.resolve("usage").resolve("period.json");
    }
}
