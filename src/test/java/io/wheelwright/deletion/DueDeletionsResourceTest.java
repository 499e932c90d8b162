package io.wheelwright.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wheelwright.support.HubTestResource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is decided about a deletion between its being read and its beginning counts. */
@QuarkusTest
@QuarkusTestResource(HubTestResource.class)
class DueDeletionsResourceTest {

    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @Inject
    DueDeletions due;

    /** Its day is far away, so that no run of the hub touches it. */
    private final DeletionEntity row = row();

    @AfterEach
    void forget() {
        QuarkusTransaction.requiringNew().run(() -> DeletionEntity.delete("spokeUid", row.spokeUid));
    }

    @Test
    void whatWasPutOffSinceItWasReadIsNotBegun() {
        QuarkusTransaction.requiringNew().run(row::persist);
        QuarkusTransaction.requiringNew()
                .run(() -> due.putOff(DeletionEntity.locked(row.id).orElseThrow(), "The Spoke is being made again."));

        assertThat(due.begin(row)).isFalse();
        QuarkusTransaction.requiringNew().run(() -> stored().nextAt = LONG_AGO);
        assertThat(due.begin(row)).isTrue();
    }

    @Test
    void whatWaitsForAnAdministratorIsNotAskedForEverySecond() {
        row.state = DeletionState.stalled.name();
        QuarkusTransaction.requiringNew().run(row::persist);

        assertThat(due.begin(row)).isFalse();

        Instant next = QuarkusTransaction.requiringNew().call(() -> stored().nextAt);
        assertThat(next).isAfter(Instant.now().plusSeconds(30));
    }

    @Test
    void theJobsOfTwoDeletionsOfAnInstanceHaveDifferentNames() {
        String first = row.jobOf("export");
        row.requestedAt = row.requestedAt.plus(Duration.ofDays(1));

        assertThat(row.jobOf("export")).isNotEqualTo(first);
    }

    private DeletionEntity stored() {
        return DeletionEntity.findById(row.id);
    }

    private static DeletionEntity row() {
        DeletionEntity row = new DeletionEntity();
        row.spokeId = "due-" + UUID.randomUUID().toString().substring(0, 8);
        row.spokeUid = UUID.randomUUID().toString();
        row.namespace = "spoke-" + row.spokeId;
        row.namespaceUid = UUID.randomUUID().toString();
        row.cause = "the Spoke was deleted";
        row.state = DeletionState.scheduled.name();
        row.requestedAt = LONG_AGO;
        row.deleteAfter = Instant.parse("2099-01-01T00:00:00Z");
        row.nextAt = LONG_AGO;
        return row;
    }
}
