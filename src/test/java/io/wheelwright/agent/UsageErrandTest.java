package io.wheelwright.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wheelwright.agent.protocol.UsageReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageErrandTest {
    private static final String ROUTE = "POST /usage";
    private static final Instant NINE = Instant.parse("2026-11-02T09:00:00Z");

    private final MovableClock clock = new MovableClock(NINE.plus(Duration.ofHours(2)));

    @TempDir
    Path data;

    private RecordingHub hub;
    private HubClient client;
    private UsageReports reports;
    private UsageErrand errand;

    @BeforeEach
    void aReport() throws IOException {
        hub = new RecordingHub();
        Path key = Files.writeString(data.resolve("api-key"), RecordingHub.KEY);
        client = new HubClient(URI.create(hub.url()), "acme", key, clock);
        reports = new UsageReports(data);
        errand = new UsageErrand(reports, "acme", new AgentJournal("acme"), clock);
        reports.keep(report("b-1", NINE));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @ParameterizedTest
    @CsvSource({"600, 600", "31536000, 3600"})
    void comesAgainWithWhatWasTooEarlyForTheHub(String asked, long waited) throws Exception {
        hub.reply(ROUTE, 409, "{\"detail\": \"The period ends in the future.\"}", Map.of("Retry-After", asked));
        assertThatExceptionOfType(HubException.class).isThrownBy(() -> errand.run(client));
        hub.reply(ROUTE, 200, "{}");

        clock.advance(Duration.ofSeconds(waited - 1));
        errand.run(client);
        assertThat(hub.calls(ROUTE)).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        errand.run(client);

        assertThat(hub.calls(ROUTE)).hasSize(2);
        assertThat(reports.oldest()).isEmpty();
    }

    @Test
    void keepsAsideWhatTheHubWillNeverTake() throws Exception {
        reports.keep(report("b-2", NINE.plus(Duration.ofHours(1))));
        hub.reply(ROUTE, 400, "{\"detail\": \"period_end must be within the last 35 days\"}");

        clock.advance(Duration.ofHours(1));
        errand.run(client);

        assertThat(hub.calls(ROUTE)).hasSize(2);
        assertThat(reports.oldest()).isEmpty();
        assertThat(data.resolve("usage").resolve("refused"))
                .isDirectoryContaining("glob:**b-1.json")
                .isDirectoryContaining("glob:**b-2.json");
    }

    private static UsageReport report(String batch, Instant start) {
        return new UsageReport("acme", batch, start, start.plus(Duration.ofHours(1)), Map.of("c", 1L), Map.of());
    }
}
