package io.wheelwright.fleet;

import static io.wheelwright.support.Patience.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.agent.protocol.HeartbeatRequest;
import io.wheelwright.agent.protocol.ReportedHealth;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class HeartbeatJournalResourceTest {

    @Inject
    AgroalDataSource database;

    @Test
    void aReportThatTheDatabaseRefusesFailsAlone() {
        HeartbeatJournal journal = new HeartbeatJournal(database);
        CompletableFuture<Void> before = append(journal, "user_count");
        CompletableFuture<Void> poisoned = append(journal, "user\u0000count");
        CompletableFuture<Void> after = append(journal, "user_count");

        journal.start(null);
        try {
            assertThat(before).succeedsWithin(SOON);
            assertThat(after).succeedsWithin(SOON);
            assertThat(poisoned).failsWithin(SOON);
        } finally {
            journal.stop(null);
        }
    }

    @Test
    void whatCannotBeWrittenInTimeIsRefused() {
        HeartbeatJournal journal = new HeartbeatJournal(database);
        for (int i = 0; i < HeartbeatJournal.MOST_WAITING; i++) {
            append(journal, "user_count");
        }
        assertThatExceptionOfType(HttpProblem.class)
                .isThrownBy(() -> append(journal, "user_count"))
                .satisfies(problem -> {
                    assertThat(problem.getStatusCode()).isEqualTo(503);
                    assertThat(problem.getHeaders()).containsKey("Retry-After");
                });
    }

    private static CompletableFuture<Void> append(HeartbeatJournal journal, String counter) {
        return journal.append(
                        UUID.randomUUID().toString(),
                        Instant.now(),
                        new HeartbeatRequest(
                                "acme",
                                "1.0.0",
                                ReportedHealth.HEALTHY,
                                1L,
                                Map.of(counter, 1L),
                                List.of(),
                                "0.1.0",
                                null,
                                null))
                .toCompletableFuture();
    }
}
